/** Who did what: an append-only record of every state change. */
@NullMarked
package hero.deployer.audit;

import org.jspecify.annotations.NullMarked;
