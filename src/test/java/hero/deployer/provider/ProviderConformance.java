package hero.deployer.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

import io.smallrye.mutiny.Uni;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.testing.Hashes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What {@link Provider} promises, as tests that every provider passes. Machine names are new for each test; each is destroyed at its end. */
public interface ProviderConformance {
    String TOKEN = "a token for one agent";
    Duration A_CALL = Duration.ofSeconds(60);

    Provider provider();

    /** A node that takes machines. */
    String node();

    /** A new name; whoever implements this destroys its machine in the end. */
    String newName();

    default MachineSpec spec(String name) {
        return new MachineSpec(
                name, "conformance", node(), 2, 8192, 20, Hashes.sha256(TOKEN.getBytes(StandardCharsets.UTF_8)));
    }

    default <T> T call(Uni<T> uni) {
        return uni.await().atMost(A_CALL);
    }

    @Test
    default void shows_a_node_with_slots() {
        var nodes = call(provider().nodes());

        assertThat(nodes).anySatisfy(node -> {
            assertThat(node.name()).isEqualTo(node());
            assertThat(node.online()).isTrue();
            assertThat(node.slots()).isPositive();
        });
    }

    @Test
    default void knows_nothing_of_a_name_that_was_never_made() {
        String name = newName();

        assertThat(call(provider().find(name))).isEmpty();
        assertThat(held()).doesNotContain(name);
    }

    @Test
    default void destroys_what_is_not_there_without_complaint() {
        String name = newName();

        call(provider().destroy(name));

        assertThat(call(provider().find(name))).isEmpty();
    }

    @Test
    default void finds_and_lists_what_it_made() {
        String name = newName();

        var made = call(provider().create(spec(name)));

        assertThat(made.name()).isEqualTo(name);
        assertThat(made.node()).isEqualTo(node());
        assertThat(call(provider().find(name))).contains(made);
        assertThat(call(provider().contracts()))
                .contains(new Contract(provider().name(), name, node(), "machine"));
    }

    @Test
    default void the_agent_it_made_answers_to_its_token_alone() throws Exception {
        var made = call(provider().create(spec(newName())));

        assertThat(health(made, TOKEN).statusCode()).isEqualTo(200);
        assertThat(health(made, TOKEN).body()).contains(made.name());
        assertThat(health(made, "another").statusCode()).isEqualTo(401);
    }

    @Test
    default void owns_up_to_the_addresses_it_gives_and_to_no_metadata_service() throws Exception {
        var made = call(provider().create(spec(newName())));

        for (var address : List.of(made.agent(), made.cockpit())) {
            var host = InetAddress.getByName(address.substring(0, address.lastIndexOf(':')));
            assertThat(provider().mayBeAt(host)).isTrue();
        }
        assertThat(provider().mayBeAt(InetAddress.getByName("169.254.169.254"))).isFalse();
        assertThat(provider().mayBeAt(InetAddress.getByName("0.0.0.0"))).isFalse();
    }

    @Test
    default void adopts_instead_of_making_a_second_one() throws Exception {
        String name = newName();
        var first = call(provider().create(spec(name)));
        String boot = bootId(first);

        var second = call(provider().create(spec(name)));

        assertThat(second).isEqualTo(first);
        assertThat(bootId(second)).isEqualTo(boot);
        assertThat(held()).containsOnlyOnce(name);
    }

    @Test
    default void makes_one_machine_of_many_creates_at_once() {
        String name = newName();

        var made = call(Uni.join()
                .all(IntStream.range(0, 8)
                        .mapToObj(i -> provider().create(spec(name)))
                        .toList())
                .andFailFast());

        assertThat(new HashSet<>(made)).hasSize(1);
        assertThat(held()).containsOnlyOnce(name);
    }

    @Test
    default void gives_each_machine_addresses_of_its_own() {
        var made = call(Uni.join()
                .all(IntStream.range(0, 4)
                        .mapToObj(i -> provider().create(spec(newName())))
                        .toList())
                .andFailFast());

        assertThat(made.stream().flatMap(machine -> List.of(machine.agent(), machine.cockpit()).stream()))
                .hasSize(8)
                .doesNotHaveDuplicates();
    }

    @Test
    default void nothing_is_left_of_what_it_destroyed() {
        String name = newName();
        var made = call(provider().create(spec(name)));

        call(provider().destroy(name));

        assertThat(call(provider().find(name))).isEmpty();
        assertThat(held()).doesNotContain(name);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(accepts(made.agent())).isFalse());
        call(provider().destroy(name));
    }

    @Test
    default void makes_again_what_it_destroyed() throws Exception {
        String name = newName();
        String boot = bootId(call(provider().create(spec(name))));
        call(provider().destroy(name));

        var again = call(provider().create(spec(name)));

        assertThat(bootId(again)).isNotEqualTo(boot);
        assertThat(held()).containsOnlyOnce(name);
    }

    @Test
    default void create_and_destroy_at_once_leave_a_whole_machine_or_none() {
        String name = newName();
        var both = Uni.join()
                .all(
                        provider()
                                .create(spec(name))
                                .replaceWithVoid()
                                .onFailure()
                                .recoverWithNull(),
                        provider().destroy(name),
                        provider()
                                .create(spec(name))
                                .replaceWithVoid()
                                .onFailure()
                                .recoverWithNull())
                .andCollectFailures();

        call(both);

        boolean found = call(provider().find(name)).isPresent();
        assertThat(held().contains(name)).isEqualTo(found);
    }

    @Test
    default void refuses_a_node_it_does_not_have_and_makes_nothing() {
        String name = newName();
        var elsewhere = new MachineSpec(name, "conformance", "no-such-node", 2, 8192, 20, "0".repeat(64));

        assertThatThrownBy(() -> call(provider().create(elsewhere)))
                .isInstanceOfSatisfying(FailureException.class, failure -> {
                    assertThat(failure.failure().kind()).isEqualTo(FailureKind.REFUSED);
                    assertThat(failure.failure().message()).contains("no-such-node");
                });
        assertThat(held()).doesNotContain(name);
    }

    @Test
    default void never_blocks_whoever_calls() {
        String name = newName();
        var calls = List.<Uni<?>>of(
                provider().nodes(),
                provider().create(spec(name)),
                provider().find(name),
                provider().contracts(),
                provider().destroy(name));

        for (var call : calls) {
            long before = System.nanoTime();
            call.subscribe().with(done -> {}, failure -> {});
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(250));
        }
        call(provider().destroy(name));
    }

    private List<String> held() {
        return call(provider().contracts()).stream().map(Contract::name).toList();
    }

    private static HttpResponse<String> health(Machine machine, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + machine.agent() + "/v1/health"))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(5));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String bootId(Machine machine) throws Exception {
        return new io.vertx.core.json.JsonObject(health(machine, TOKEN).body()).getString("bootId");
    }

    private static boolean accepts(String address) {
        int colon = address.lastIndexOf(':');
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    1_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
