package hero.deployer.onboarding;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;

/** So many at once on one node. The runs are rows alone, which no worker touches: they have failed. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class PlacesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NODE = "places.node";

    @Inject
    Pool pool;

    @Inject
    Places places;

    @Inject
    OnboardingConfig config;

    @Inject
    Field field;

    @Test
    void whoFindsNoPlaceWaitsInLineAndWhoeverLeavesWakesTheFirst() {
        int most = config.perNode();
        rows(most + 3);
        for (int i = 1; i <= most; i++) {
            assertThat(take(i).waitingFor()).isEmpty();
        }

        assertThat(take(most + 1))
                .isEqualTo(new Places.Asked(
                        false, java.util.Optional.of("a place on node " + NODE + " (" + most + " at work)")));
        assertThat(take(most + 2).waited()).isFalse();
        assertThat(take(most + 2).waited()).isTrue();
        assertThat(take(1).waitingFor()).isEmpty();
        assertThat(leave(1)).as("woken").contains(id(most + 1));

        assertThat(take(most + 1)).isEqualTo(new Places.Asked(true, java.util.Optional.empty()));
        assertThat(take(most + 2).waitingFor()).isPresent();
        assertThat(field.count("select count(*) from onboarding where place = 'taken' and place_node = $1", NODE))
                .isEqualTo(most);
    }

    private Places.Asked take(int number) {
        return pool.withTransaction(connection -> places.take(connection, id(number), NODE))
                .await()
                .atMost(PATIENCE);
    }

    /** Who is woken, looked up before the workers can. */
    private List<String> leave(int number) {
        var failed = field.rows("select * from onboarding where id = $1", OnboardingRow::read, id(number))
                .getFirst();
        var running =
                failed.with(((OnboardingState.Failed) failed.state()).retry(failed.createdAt(), Duration.ofMinutes(1)));
        return pool.withTransaction(connection -> places.left(connection, running, failed)
                        .chain(() -> connection
                                .query("select key from task_wake where key like 'places-%'")
                                .execute())
                        .map(rows -> OnboardingRow.stream(rows)
                                .map(row -> row.getString(0))
                                .toList()))
                .await()
                .atMost(PATIENCE);
    }

    private static String id(int number) {
        return "places-" + number;
    }

    private void rows(int count) {
        var skipped = "{\"state\":\"skipped\"}";
        var failed =
                "{\"state\":\"failed\",\"attempts\":1,\"startedAt\":\"2026-01-01T00:00:00Z\",\"endedAt\":\"2026-01-01T00:00:00Z\","
                        + "\"problem\":{\"kind\":\"REFUSED\",\"message\":\"m\",\"next\":\"n\"}}";
        var stages = "{\"adding\":" + skipped + ",\"provisioning\":" + failed + ",\"installing\":" + skipped
                + ",\"ready\":" + skipped + "}";
        pool.query(
                        "insert into onboarding (id, organization, organization_number, instance, person, role, state, stages,"
                                + " made_instance, made_account, prior_state, started_by) select 'places-' || i, 'places', 0,"
                                + " 'places-' || i, 'p', 'member', 'failed', '" + stages
                                + "', false, false, 'REGISTERED', 'test' from generate_series(1, " + count + ") i")
                .execute()
                .await()
                .atMost(PATIENCE);
    }
}
