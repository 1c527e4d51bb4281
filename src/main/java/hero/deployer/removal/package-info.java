/** Takes instances and organizations away without leaking a contract; finds orphans. */
@NullMarked
package hero.deployer.removal;

import org.jspecify.annotations.NullMarked;
