/** People, their roles over opaque scopes, their passwords, sessions and API tokens. */
@NullMarked
package hero.deployer.identity;

import org.jspecify.annotations.NullMarked;
