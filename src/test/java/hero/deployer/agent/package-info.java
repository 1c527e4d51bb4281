/** The agent under attack. */
@NullMarked
package hero.deployer.agent;

import org.jspecify.annotations.NullMarked;
