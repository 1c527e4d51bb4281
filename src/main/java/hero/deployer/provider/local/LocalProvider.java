package hero.deployer.provider.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.provider.Contract;
import hero.deployer.provider.Machine;
import hero.deployer.provider.MachineSpec;
import hero.deployer.provider.Provider;
import hero.deployer.provider.ProviderNode;

/** Each machine is a detached agent process here, with a folder of its own; it outlives the deployer and is found again. */
@ApplicationScoped
public class LocalProvider implements Provider {
    public static final String NAME = "local";
    private static final int CONNECT_MILLIS = 500;
    private static final Duration LOOK_EVERY = Duration.ofMillis(60);

    private final LocalConfig config;
    private final Machines machines;
    private final Workers workers;

    public LocalProvider(LocalConfig config) {
        this.config = config;
        this.machines = new Machines(config);
        this.workers = new Workers(config.workers());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Uni<List<ProviderNode>> nodes() {
        return Uni.createFrom().item(List.of(new ProviderNode(NAME, true, config.slots())));
    }

    @Override
    public Uni<Machine> create(MachineSpec spec) {
        return workers.run(() -> {
                    check(spec);
                    return machines.create(spec);
                })
                .call(machine -> listening(machine, config.startTimeout()))
                .map(LocalMachine::machine)
                .ifNoItem()
                .after(CREATE_DEADLINE)
                .failWith(() -> late("make " + spec.name()));
    }

    @Override
    public Uni<Optional<Machine>> find(String name) {
        return workers.run(() -> isName(name) ? machines.find(name) : Optional.<LocalMachine>empty())
                .map(found -> found.map(LocalMachine::machine))
                .ifNoItem()
                .after(FIND_DEADLINE)
                .failWith(() -> late("look for " + name));
    }

    @Override
    public Uni<Void> destroy(String name) {
        return workers.<Boolean>run(() -> {
                    if (isName(name)) {
                        machines.destroy(name);
                    }
                    return true;
                })
                .ifNoItem()
                .after(DESTROY_DEADLINE)
                .failWith(() -> late("remove " + name))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Contract>> contracts() {
        return workers.run(machines::names)
                .map(names -> names.stream()
                        .map(name -> new Contract(NAME, name, NAME, "machine"))
                        .toList());
    }

    /** This machine alone. */
    @Override
    public boolean mayBeAt(InetAddress address) {
        return address.isLoopbackAddress();
    }

    Uni<List<String>> names() {
        return workers.run(machines::names);
    }

    /** Brings a machine's agent back where it died; says whether it had to. */
    Uni<Boolean> revive(String name) {
        return workers.run(() -> {
            machines.trimLog(name);
            return !machines.isRunning(name) && machines.find(name).isPresent();
        });
    }

    @PreDestroy
    void close() {
        workers.close();
    }

    // looks until somebody listens; gives up early when the process is gone
    private Uni<Void> listening(LocalMachine machine, Duration most) {
        return workers.run(() -> listens(machine))
                .repeat()
                .withDelay(LOOK_EVERY)
                .until(listens -> listens)
                .collect()
                .last()
                .ifNoItem()
                .after(most)
                .failWith(() -> silent(machine))
                .replaceWithVoid();
    }

    private boolean listens(LocalMachine machine) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(LocalMachine.HOST, machine.agentPort()), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            if (!machines.isRunning(machine.name())) {
                throw silent(machine);
            }
            return false;
        }
    }

    private FailureException silent(LocalMachine machine) {
        String words = machines.lastWords(machine.name());
        return failure(
                FailureKind.TRANSIENT,
                "The agent of " + machine.name() + " was started but does not listen on port " + machine.agentPort()
                        + (words.isEmpty() ? "." : ": " + words),
                "It is tried again; free the port or look at the agent's log if it stays.");
    }

    private void check(MachineSpec spec) {
        if (!isName(spec.name())) {
            throw failure(FailureKind.REFUSED, "A machine cannot be named " + spec.name() + ".", "Use another name.");
        }
        if (!spec.node().equals(NAME)) {
            throw failure(
                    FailureKind.REFUSED, "There is no node " + spec.node() + " here.", "The only one is " + NAME + ".");
        }
        var agent = config.agentBundle().resolve("bin/agent").toAbsolutePath();
        if (!Files.isExecutable(agent)) {
            throw failure(
                    FailureKind.REFUSED,
                    "The agent is not at " + agent + ".",
                    "Build it, or say where it is (DEPLOYER_AGENT_BUNDLE).");
        }
    }

    private static FailureException late(String what) {
        return failure(
                FailureKind.TRANSIENT, "It took too long to " + what + " on this machine.", "It is tried again.");
    }

    private static boolean isName(String name) {
        return Machines.NAME.matcher(name).matches();
    }

    private static FailureException failure(FailureKind kind, String message, String next) {
        return new FailureException(new Failure(kind, message, next));
    }
}
