/** What happens before Quarkus: settings, secrets of this deployment, the embedded PostgreSQL. Stands beside {@code base}, knows no room. */
@NullMarked
package hero.deployer.boot;

import org.jspecify.annotations.NullMarked;
