/** Durable work: leased, fenced tasks in PostgreSQL and the workers that run them. */
@NullMarked
package hero.deployer.task;

import org.jspecify.annotations.NullMarked;
