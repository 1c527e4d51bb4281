/**
 * What an artifact must be, as pure reading: the server checks by it before it publishes, the agent unpacks by it. So both always say the
 * same of the same bytes. Knows the JDK alone, and no file system.
 */
@NullMarked
package hero.deployer.agent.archive;

import org.jspecify.annotations.NullMarked;
