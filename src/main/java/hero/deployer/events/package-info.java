/** The durable event log and its live broadcast. Rows carry an opaque scope; the room knows no organization. */
@NullMarked
package hero.deployer.events;

import org.jspecify.annotations.NullMarked;
