/** What the HTTP server takes from anybody before a route is asked: connections, heads, bodies and refusals, each within a limit. */
@NullMarked
package hero.deployer.base.http;

import org.jspecify.annotations.NullMarked;
