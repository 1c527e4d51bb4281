/** The way into cockpits: a reverse proxy behind the login of the one person whose cockpit it is. */
@NullMarked
package hero.deployer.gateway;

import org.jspecify.annotations.NullMarked;
