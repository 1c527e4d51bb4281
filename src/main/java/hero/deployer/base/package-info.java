/** What every room stands on: ids, names, paging, problems, one transaction's handle. */
@NullMarked
package hero.deployer.base;

import org.jspecify.annotations.NullMarked;
