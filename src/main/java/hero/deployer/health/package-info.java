/** Probes every instance and publishes what changed. */
@NullMarked
package hero.deployer.health;

import org.jspecify.annotations.NullMarked;
