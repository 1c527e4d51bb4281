package hero.deployer.audit;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.base.Tx;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class AuditLogIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    AuditLog audit;

    @Inject
    Pool pool;

    private final String scope = "audit-" + UUID.randomUUID();

    @Test
    void rows_are_paged_from_the_newest_and_seen_by_scope() {
        for (var subject : new String[] {"a", "b", "c"}) {
            append(subject);
        }

        var first = audit.read(scope, seen -> true, null, 2).await().atMost(PATIENCE);
        var second = audit.read(scope, seen -> true, first.next(), 2).await().atMost(PATIENCE);

        assertThat(first.items()).extracting(AuditRecord::subject).containsExactly("c", "b");
        assertThat(first.items().getFirst().detail().getString("why")).isEqualTo("test");
        assertThat(second.items()).extracting(AuditRecord::subject).containsExactly("a");
        assertThat(second.next()).isNull();
        assertThat(audit.read(scope, seen -> false, null, 2)
                        .await()
                        .atMost(PATIENCE)
                        .items())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"update audit set actor = 'nobody'", "delete from audit", "truncate audit"})
    void a_row_is_never_changed(String statement) {
        append("kept");

        assertThatThrownBy(() -> pool.query(statement).execute().await().atMost(PATIENCE))
                .hasMessageContaining("never changed");
    }

    private void append(String subject) {
        var entry = new AuditEntry("tester", "thing.do", scope, subject, Map.of("why", "test"));
        pool.withTransaction(connection -> audit.append(Tx.of(connection), entry))
                .await()
                .atMost(PATIENCE);
    }
}
