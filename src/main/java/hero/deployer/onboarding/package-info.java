/** One durable run that takes a person from nothing to a ready cockpit. */
@NullMarked
package hero.deployer.onboarding;

import org.jspecify.annotations.NullMarked;
