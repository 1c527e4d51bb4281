/** What a provider of machines promises (SPI) and the registry of those configured. */
@NullMarked
package hero.deployer.provider;

import org.jspecify.annotations.NullMarked;
