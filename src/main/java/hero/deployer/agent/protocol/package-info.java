/** The agent's wire records, protocol version 1: the only part of the agent the server sees. */
@NullMarked
package hero.deployer.agent.protocol;

import org.jspecify.annotations.NullMarked;
