/** Saved, versioned templates that organizations are made from. */
@NullMarked
package hero.deployer.setup;

import org.jspecify.annotations.NullMarked;
