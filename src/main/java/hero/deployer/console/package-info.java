/** Reads that cross features, the event stream, the first start, and creating an organization. */
@NullMarked
package hero.deployer.console;

import org.jspecify.annotations.NullMarked;
