package hero.deployer.provider;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.smallrye.mutiny.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.testing.FakeProvider;
import hero.deployer.testing.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The fake keeps the contract that tests rely on, and breaks it only as told. */
class FakeProviderTest implements ProviderConformance {
    private static final FakeProvider FAKE = new FakeProvider();
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Override
    public Provider provider() {
        return FAKE;
    }

    @Override
    public String node() {
        return FakeProvider.ROOMY_NODE;
    }

    @Override
    public String newName() {
        return "fake" + NAMES.incrementAndGet();
    }

    @AfterAll
    static void destroyAll() {
        FAKE.machinesOf("conformance")
                .forEach(name -> FAKE.destroy(name).await().indefinitely());
    }

    @Test
    void a_lost_answer_leaves_a_machine_that_a_repeat_adopts() {
        String name = newName();
        FAKE.onCreate(name, new Fault.AnswerLost(true));

        assertThatThrownBy(() -> call(FAKE.create(spec(name))))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.failure().kind()).isEqualTo(FailureKind.TRANSIENT));

        assertThat(call(FAKE.find(name))).contains(call(FAKE.create(spec(name))));
        assertThat(FAKE.creates(name)).isEqualTo(2);
    }

    @Test
    void a_refusal_makes_nothing() {
        String name = newName();
        FAKE.onCreate(name, Fault.full());

        assertThatThrownBy(() -> call(FAKE.create(spec(name))))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.failure().kind()).isEqualTo(FailureKind.CAPACITY));

        assertThat(call(FAKE.find(name))).isEmpty();
    }

    @Test
    void silence_lasts_until_the_caller_gives_up() {
        String name = newName();
        FAKE.onCreate(name, new Fault.Silent(true));

        assertThatThrownBy(() -> FAKE.create(spec(name)).await().atMost(Duration.ofMillis(200)))
                .isInstanceOf(TimeoutException.class);

        assertThat(call(FAKE.find(name))).isPresent();
    }
}
