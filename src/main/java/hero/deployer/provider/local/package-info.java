/** Instances as detached agent processes on this machine: the embedded default. */
@NullMarked
package hero.deployer.provider.local;

import org.jspecify.annotations.NullMarked;
