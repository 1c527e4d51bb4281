/** Measures the packaged product against references in the same run. Started by {@code bench/run}; no test. */
@NullMarked
package hero.deployer.bench;

import org.jspecify.annotations.NullMarked;
