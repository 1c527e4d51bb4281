/** The small process on every instance: installs builds, runs the stack, reports health. Knows the JDK and one JSON codec only. */
@NullMarked
package hero.deployer.agent;

import org.jspecify.annotations.NullMarked;
