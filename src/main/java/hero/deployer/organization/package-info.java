/** Organizations: slug, setup, channel and the build they stand on. */
@NullMarked
package hero.deployer.organization;

import org.jspecify.annotations.NullMarked;
