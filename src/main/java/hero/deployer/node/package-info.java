/** Places that hold instances: slots, the ledger of reservations, room for more. */
@NullMarked
package hero.deployer.node;

import org.jspecify.annotations.NullMarked;
