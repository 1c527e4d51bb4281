package hero.deployer.boot;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * How long PostgreSQL and we hold out with each other. The first three are kept by PostgreSQL itself, so that a replica that is frozen or
 * cut off lets go of what it holds; together with a task's lease (6 s) they bound how long its work stands still.
 */
@ConfigMapping(prefix = "deployer.database")
public interface DatabaseConfig {
    /** One statement. Large batches go in parts that take a fraction of it. */
    @WithDefault("5s")
    Duration statementTimeout();

    /** One lock that another transaction holds; shorter, so that a wait for others is told from slow work. */
    @WithDefault("4s")
    Duration lockTimeout();

    /** A transaction whose replica says nothing, shorter than a lease: its locks are let go. */
    @WithDefault("4s")
    Duration idleInTransaction();

    /** A statement without an answer for so long is asked after on a connection of its own. */
    @WithDefault("600ms")
    Duration silence();

    /** A new connection, and an answer to what is asked on it, within this; else PostgreSQL is away. */
    @WithDefault("1s")
    Duration patience();
}
