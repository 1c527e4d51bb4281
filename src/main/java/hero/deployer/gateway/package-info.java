/** The login-gated reverse proxy in front of every cockpit. */
@NullMarked
package hero.deployer.gateway;

import org.jspecify.annotations.NullMarked;
