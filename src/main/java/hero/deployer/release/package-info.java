/** Channels, builds and their artifacts. */
@NullMarked
package hero.deployer.release;

import org.jspecify.annotations.NullMarked;
