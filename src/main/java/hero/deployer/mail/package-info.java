/** The durable outbox: mail leaves later, once, with a stable Message-ID. */
@NullMarked
package hero.deployer.mail;

import org.jspecify.annotations.NullMarked;
