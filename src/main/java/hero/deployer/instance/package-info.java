/** Desired and observed state of instances, the client of their agents, the summary's counters. */
@NullMarked
package hero.deployer.instance;

import org.jspecify.annotations.NullMarked;
