package hero.deployer.node;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Problem;
import hero.deployer.base.ProblemException;
import hero.deployer.setup.Setups.SetupVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PlacementTest {
    private static SetupVersion setup(@Nullable String node) {
        return new SetupVersion("basic", 1, "p", 2, 2, 8192, 20, node, Map.of());
    }

    private static NodeLoad node(String name, int slots, int used) {
        return new NodeLoad("p." + name, "p", name, slots, true, false, null, 0, 0, used);
    }

    private static NodeLoad offline(String name) {
        return new NodeLoad("p." + name, "p", name, 20, false, false, null, 0, 0, 0);
    }

    private static NodeLoad maintained(String name) {
        return new NodeLoad("p." + name, "p", name, 20, true, true, "new disks", 0, 0, 0);
    }

    private static Problem refusal(Placement placement, @Nullable String asked) {
        return catchThrowableOfType(ProblemException.class, () -> placement.choose(asked))
                .problem();
    }

    @Test
    void counts_whole_members_on_nodes_that_take_work() {
        var pool = List.of(node("a", 5, 0), node("b", 4, 3), offline("c"), maintained("d"));

        assertThat(new Placement(setup(null), pool).roomFor()).isEqualTo(2);
    }

    @Test
    void counts_the_one_node_of_a_setup_that_names_one() {
        var pool = List.of(node("a", 6, 0), node("b", 4, 0));

        assertThat(new Placement(setup("p.b"), pool).roomFor()).isEqualTo(2);
        assertThat(new Placement(setup("b"), pool).roomFor()).isEqualTo(2);
        assertThat(new Placement(setup("not-seen-yet"), pool).roomFor()).isZero();
    }

    @Test
    void chooses_the_node_with_the_most_room_and_the_first_of_equals() {
        var pool = List.of(node("a", 6, 2), node("b", 20, 16), node("c", 9, 5), maintained("d"));

        assertThat(new Placement(setup(null), pool).choose(null).name()).isEqualTo("a");
    }

    @Test
    void takes_the_asked_node_before_the_setups() {
        var pool = List.of(node("a", 6, 0), node("b", 6, 0), node("c", 20, 0));
        var placement = new Placement(setup("p.a"), pool);

        assertThat(placement.choose(null).name()).isEqualTo("a");
        assertThat(placement.choose("p.b").name()).isEqualTo("b");
    }

    @Test
    void refuses_an_unknown_node_by_its_field() {
        var problem = refusal(new Placement(setup(null), List.of(node("a", 2, 0))), "nowhere");

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.errors()).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("node");
            assertThat(error.message()).contains("nowhere").contains("p.a");
        });
    }

    @Test
    void says_of_a_full_node_what_is_free_and_where_to_go() {
        var problem = refusal(new Placement(setup(null), List.of(node("a", 4, 3), node("b", 9, 2))), "p.a");

        assertThat(problem.type()).isEqualTo("/problems/node-full");
        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.more()).containsEntry("node", "p.a").containsEntry("roomFor", 0);
        assertThat(problem.detail())
                .contains("1 of 4 slots free")
                .contains("takes 2")
                .contains("p.b (3 fit)");
    }

    @Test
    void says_of_an_offline_node_and_one_in_maintenance_what_they_are() {
        var pool = List.of(offline("a"), maintained("b"), node("c", 4, 0));

        var gone = refusal(new Placement(setup(null), pool), "p.a");
        var kept = refusal(new Placement(setup(null), pool), "p.b");

        assertThat(gone.type()).isEqualTo("/problems/node-offline");
        assertThat(gone.detail()).contains("p.c (2 fit)");
        assertThat(kept.type()).isEqualTo("/problems/node-maintenance");
        assertThat(kept.detail()).contains("new disks");
    }

    @Test
    void without_a_choice_a_full_node_explains_more_than_a_missing_one() {
        assertThat(refusal(new Placement(setup(null), List.of(offline("a"), node("b", 1, 0))), null)
                        .type())
                .isEqualTo("/problems/node-full");
        assertThat(refusal(new Placement(setup(null), List.of(offline("a"), maintained("b"))), null)
                        .type())
                .isEqualTo("/problems/node-maintenance");
        assertThat(refusal(new Placement(setup(null), List.of()), null).type()).isEqualTo("/problems/node-offline");
    }

    @Test
    void refuses_many_when_only_some_fit_and_says_how_many() {
        var placement = new Placement(setup(null), List.of(node("a", 4, 0), node("b", 3, 0)));

        placement.require(null, 3);

        assertThatThrownBy(() -> placement.require(null, 4)).isInstanceOfSatisfying(ProblemException.class, refusal -> {
            assertThat(refusal.problem().type()).isEqualTo("/problems/node-full");
            assertThat(refusal.problem().more()).containsEntry("roomFor", 3);
            assertThat(refusal.problem().detail()).contains("3 fit");
        });
    }

    @Test
    void a_node_that_shrank_under_its_load_has_no_room_but_no_debt() {
        assertThat(node("a", 2, 6).free()).isZero();
        assertThat(node("a", 2, 6).roomFor(2)).isZero();
    }
}
