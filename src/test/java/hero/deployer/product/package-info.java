/** The packaged product, started by {@code ./run} as its user starts it, used over HTTP only. */
@NullMarked
package hero.deployer.product;

import org.jspecify.annotations.NullMarked;
