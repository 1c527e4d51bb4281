package hero.deployer.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.provider.Contract;
import hero.deployer.provider.MachineSpec;
import hero.deployer.provider.Provider;
import hero.deployer.provider.ProviderConformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The local provider with a stand-in for the agent: real processes, real crashes, and a stack that will not end by itself. */
class LocalProviderTest implements ProviderConformance {
    private static LocalBench bench;
    private static LocalProvider local;

    @BeforeAll
    static void prepare() throws IOException {
        bench = LocalBench.withStandIn();
        local = bench.provider;
    }

    @AfterAll
    static void endAll() throws IOException {
        bench.close();
    }

    @Override
    public Provider provider() {
        return local;
    }

    @Override
    public String node() {
        return "local";
    }

    @Override
    public String newName() {
        return bench.newName();
    }

    @Test
    void brings_a_killed_agent_back_on_the_same_ports() throws IOException {
        String name = newName();
        var made = call(local.create(spec(name)));
        long first = end(name);

        var found = call(local.find(name));

        assertThat(found).contains(made);
        assertThat(pid(name)).isNotEqualTo(first);
        assertThat(Proc.find(pid(name))).isPresent();
    }

    @Test
    void finds_an_agent_whose_starter_died_before_recording_it() throws IOException {
        String name = newName();
        var made = call(local.create(spec(name)));
        long pid = pid(name);
        Files.delete(folder(name).resolve("process.json"));

        assertThat(call(local.create(spec(name)))).isEqualTo(made);

        assertThat(pid(name)).isEqualTo(pid);
    }

    @Test
    void takes_no_stranger_for_its_agent() throws IOException {
        String name = newName();
        call(local.create(spec(name)));
        long first = end(name);
        long stranger = ProcessHandle.current().pid();
        var id = Proc.find(stranger).orElseThrow().id();
        new MachineFolder(folder(name)).record(new ProcessId(stranger, id.startTicks(), "an earlier boot"));

        call(local.find(name));

        assertThat(pid(name)).isNotIn(first, stranger);
    }

    @Test
    void a_later_provider_on_the_same_folder_finds_everything_again() {
        String name = newName();
        var made = call(local.create(spec(name)));
        var later = new LocalProvider(bench.config);

        assertThat(call(later.find(name))).contains(made);
        assertThat(call(later.contracts())).contains(new Contract("local", name, "local", "machine"));

        later.close();
    }

    @Test
    void two_providers_on_one_folder_make_one_machine() throws IOException {
        String name = newName();
        var other = new LocalProvider(bench.config);

        var both = call(io.smallrye.mutiny.Uni.join()
                .all(local.create(spec(name)), other.create(spec(name)))
                .andFailFast());

        assertThat(new HashSet<>(both)).hasSize(1);
        assertThat(agents(name)).hasSize(1);
        other.close();
    }

    @Test
    void ends_the_stack_with_the_agent_though_it_ignores_polite_requests() throws IOException {
        String name = newName();
        call(local.create(spec(name)));
        var stack = Proc.find(Long.parseLong(Files.readString(folder(name).resolve("agent/stack.pid"))))
                .orElseThrow();

        call(local.destroy(name));

        assertThat(Proc.isRunning(stack.id())).isFalse();
        assertThat(folder(name)).doesNotExist();
    }

    @Test
    void runs_the_agent_in_a_session_of_its_own_without_our_secrets() throws IOException {
        String name = newName();
        call(local.create(spec(name)));

        var process = Proc.find(pid(name)).orElseThrow();

        assertThat(process.session()).isEqualTo(process.id().pid());
        assertThat(Proc.environment(process.id().pid()))
                .allMatch(variable ->
                        variable.matches("(PATH|HOME|LANG|LC_ALL|TZ|TMPDIR|HERO_MACHINE|PWD|_|SHLVL|OLDPWD)=.*"));
    }

    @Test
    void keeps_the_folder_to_itself_and_the_token_out_of_it() throws IOException {
        String name = newName();
        call(local.create(spec(name)));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder(name))))
                .isEqualTo("rwx------");
        assertThat(Files.readString(folder(name).resolve("agent.properties"))).doesNotContain(TOKEN);
    }

    @Test
    void a_new_token_reaches_the_agent_and_the_ports_stay() throws IOException {
        String name = newName();
        var made = call(local.create(spec(name)));
        long first = pid(name);
        var renewed = new MachineSpec(name, "conformance", "local", 2, 8192, 20, "1".repeat(64));

        assertThat(call(local.create(renewed))).isEqualTo(made);

        assertThat(pid(name)).isNotEqualTo(first);
        assertThat(Files.readString(folder(name).resolve("agent.properties"))).contains("1".repeat(64));
    }

    @Test
    void what_a_crash_left_half_made_or_half_gone_is_no_machine_and_harms_none() throws IOException {
        String name = newName();
        Files.writeString(
                Files.createDirectories(bench.config.machines().resolve(".new-" + name))
                        .resolve("x"),
                "half");
        Files.writeString(
                Files.createDirectories(bench.config.machines().resolve(".gone-" + name))
                        .resolve("x"),
                "half");

        assertThat(call(local.find(name))).isEmpty();
        assertThat(call(local.contracts())).noneMatch(held -> held.name().endsWith(name));
        call(local.create(spec(name)));
        call(local.destroy(name));

        assertThat(bench.config.machines().resolve(".new-" + name)).doesNotExist();
        assertThat(bench.config.machines().resolve(".gone-" + name)).doesNotExist();
    }

    @Test
    void says_why_an_agent_does_not_start_at_once() throws IOException {
        String name = newName();
        call(local.create(spec(name)));
        Files.writeString(folder(name).resolve("agent/refuse-to-start"), "");
        end(name);

        assertThatThrownBy(() -> call(local.create(spec(name))))
                .isInstanceOfSatisfying(FailureException.class, failure -> {
                    assertThat(failure.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
                    assertThat(failure.failure().message()).contains("told not to start");
                });
    }

    @Test
    void refuses_names_that_climb_out_of_the_folder() {
        for (String name : List.of("../x", "a/b", ".locks", "", "A")) {
            assertThatThrownBy(() -> call(local.create(spec(name))))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            failure -> assertThat(failure.failure().kind()).isEqualTo(FailureKind.REFUSED));
            assertThat(call(local.find(name))).isEmpty();
            call(local.destroy(name));
        }
        assertThat(bench.config.machines()).isDirectory();
    }

    @Test
    void the_watch_brings_back_agents_that_died() throws IOException {
        String name = newName();
        call(local.create(spec(name)));
        long first = end(name);
        var watch = new LocalWatch(local, bench.config);

        watch.start(new io.quarkus.runtime.StartupEvent());

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> agents(name).size() == 1 && pid(name) != first);
        watch.stop(new io.quarkus.runtime.ShutdownEvent());
    }

    private static Path folder(String name) {
        return bench.folder(name);
    }

    private static long pid(String name) throws IOException {
        return new MachineFolder(folder(name)).process().orElseThrow().pid();
    }

    private static List<Proc.Running> agents(String name) throws IOException {
        String file = folder(name).resolve("agent.properties").toString();
        return Proc.all(found -> Proc.arguments(found.id().pid()).contains(file));
    }

    // kill -9, and waits until it is gone
    private static long end(String name) throws IOException {
        var id = Proc.find(pid(name)).orElseThrow().id();
        ProcessHandle.of(id.pid()).orElseThrow().destroyForcibly();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !Proc.isRunning(id));
        return id.pid();
    }
}
