/** Bringing every instance of an organization to one build, as one durable run over its instances. */
@NullMarked
package hero.deployer.refresh;

import org.jspecify.annotations.NullMarked;
