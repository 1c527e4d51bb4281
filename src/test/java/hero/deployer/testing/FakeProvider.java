package hero.deployer.testing;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.provider.Contract;
import hero.deployer.provider.Machine;
import hero.deployer.provider.MachineSpec;
import hero.deployer.provider.Provider;
import hero.deployer.provider.ProviderNode;

/**
 * The provider {@code fake}: machines are {@link StubAgent}s in this JVM. Node {@code fake-1} has plenty of slots; a test that wants a small
 * or an offline one makes its own. Faults are set per organization (or machine name), so that tests that share it do not disturb each other.
 */
@ApplicationScoped
public class FakeProvider implements Provider {
    public static final String NAME = "fake";
    public static final String ROOMY_NODE = "fake-1";

    private record Held(MachineSpec spec, Uni<StubAgent> agent) {}

    private final Map<String, ProviderNode> nodes = new ConcurrentHashMap<>();
    private final Map<String, Held> machines = new ConcurrentHashMap<>();
    private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<String, StubAgent.Behaviour> behaviours = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> creates = new ConcurrentHashMap<>();

    public FakeProvider() {
        node(ROOMY_NODE, 10_000, true);
    }

    /** Adds or changes a node; the deployer sees it at its next look ({@code Nodes.refresh()}). */
    public void node(String name, int slots, boolean online) {
        nodes.put(name, new ProviderNode(name, online, slots));
    }

    /** The node is shown no more. */
    public void hideNode(String name) {
        nodes.remove(name);
    }

    /** The next creates for an organization or a machine name go wrong like this, one by one. */
    public void onCreate(String whose, Fault... next) {
        queue("create " + whose, next);
    }

    /** The next finds for an organization (once the machine exists) or a machine name. */
    public void onFind(String whose, Fault... next) {
        queue("find " + whose, next);
    }

    /** The next destroys for an organization or a machine name. */
    public void onDestroy(String whose, Fault... next) {
        queue("destroy " + whose, next);
    }

    /** How the agents of an organization's (or one name's) machines behave from their start; machines that exist change at once. */
    public void behave(String whose, StubAgent.Behaviour behaviour) {
        behaviours.put(whose, behaviour);
        machines.values().stream()
                .filter(held -> held.spec.name().equals(whose)
                        || held.spec.organization().equals(whose))
                .forEach(held -> held.agent.await().indefinitely().behave(behaviour));
    }

    /** The agent of a machine that exists. */
    public StubAgent agent(String machine) {
        var held = machines.get(machine);
        if (held == null) {
            throw new AssertionError("no machine " + machine + "; there are " + machines.keySet());
        }
        return held.agent.await().indefinitely();
    }

    /** The machines of an organization that exist. */
    public List<String> machinesOf(String organization) {
        return machines.values().stream()
                .map(Held::spec)
                .filter(spec -> spec.organization().equals(organization))
                .map(MachineSpec::name)
                .sorted()
                .toList();
    }

    /** How often a machine was asked for. */
    public int creates(String machine) {
        return creates.computeIfAbsent(machine, name -> new AtomicInteger()).get();
    }

    /** Puts a machine there that nobody asked for. */
    public Machine orphan(String name, String organization) {
        return make(new MachineSpec(name, organization, ROOMY_NODE, 1, 1, 1, "0".repeat(64)))
                .await()
                .indefinitely();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Uni<List<ProviderNode>> nodes() {
        return Uni.createFrom().item(() -> List.copyOf(nodes.values()));
    }

    @Override
    public Uni<Machine> create(MachineSpec spec) {
        return Uni.createFrom().deferred(() -> {
            creates.computeIfAbsent(spec.name(), name -> new AtomicInteger()).incrementAndGet();
            return with(fault("create", spec.name(), spec.organization()), () -> checkedMake(spec));
        });
    }

    @Override
    public Uni<Optional<Machine>> find(String name) {
        return Uni.createFrom()
                .deferred(() -> with(fault("find", name, organization(name)), () -> {
                    var held = machines.get(name);
                    return held == null
                            ? Uni.createFrom().item(Optional.empty())
                            : machine(held).map(Optional::of);
                }));
    }

    @Override
    public Uni<Void> destroy(String name) {
        return Uni.createFrom()
                .deferred(() -> with(fault("destroy", name, organization(name)), () -> {
                    var held = machines.remove(name);
                    return held == null
                            ? Uni.createFrom().voidItem()
                            : held.agent.invoke(StubAgent::close).replaceWithVoid();
                }));
    }

    @Override
    public Uni<List<Contract>> contracts() {
        return Uni.createFrom()
                .item(() -> machines.values().stream()
                        .map(held -> new Contract(NAME, held.spec.name(), held.spec.node(), "machine"))
                        .toList());
    }

    @Override
    public boolean mayBeAt(InetAddress address) {
        return address.isLoopbackAddress();
    }

    private Uni<Machine> checkedMake(MachineSpec spec) {
        var node = nodes.get(spec.node());
        if (node == null) {
            return failed(FailureKind.REFUSED, "there is no node " + spec.node());
        }
        if (!node.online() && !machines.containsKey(spec.name())) {
            return failed(FailureKind.TRANSIENT, "node " + spec.node() + " does not answer");
        }
        return make(spec);
    }

    private Uni<Machine> make(MachineSpec spec) {
        return machine(machines.computeIfAbsent(
                spec.name(),
                name -> new Held(
                        spec,
                        Uni.createFrom()
                                .completionStage(() -> StubAgent.start(name, spec.agentTokenSha256())
                                        .toCompletionStage())
                                .invoke(agent -> agent.behave(behaviours.getOrDefault(
                                        name, behaviours.getOrDefault(spec.organization(), StubAgent.Behaviour.WORKS))))
                                .memoize()
                                .indefinitely())));
    }

    private static Uni<Machine> machine(Held held) {
        return held.agent.map(
                agent -> new Machine(held.spec.name(), held.spec.node(), agent.agentAddress(), agent.cockpitAddress()));
    }

    private static <T> Uni<T> with(@Nullable Fault fault, Supplier<Uni<T>> work) {
        return switch (fault) {
            case null -> work.get();
            case Fault.Refused refused -> failed(refused.kind(), refused.message());
            case Fault.Slow slow -> work.get().onItem().delayIt().by(slow.delay());
            case Fault.Late late -> late(late, work);
            case Fault.AnswerLost lost when lost.done() -> work.get().chain(() -> answerLost());
            case Fault.AnswerLost lost -> answerLost();
            case Fault.Silent silent
            when silent.done() -> work.get().chain(() -> Uni.createFrom().nothing());
            case Fault.Silent silent -> Uni.createFrom().nothing();
        };
    }

    /** Takes effect though nobody waits for it any more. */
    private static <T> Uni<T> late(Fault.Late late, Supplier<Uni<T>> work) {
        var done = Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(late.delay())
                .chain(work::get)
                .subscribeAsCompletionStage();
        return late.answers()
                ? Uni.createFrom().completionStage(done)
                : Uni.createFrom().nothing();
    }

    private static <T> Uni<T> answerLost() {
        return failed(FailureKind.TRANSIENT, "the fake provider did not answer in time");
    }

    private static <T> Uni<T> failed(FailureKind kind, String message) {
        return Uni.createFrom().failure(new FailureException(new Failure(kind, message, "It is a fake.")));
    }

    private void queue(String key, Fault... next) {
        faults.computeIfAbsent(key, unused -> new ConcurrentLinkedDeque<>()).addAll(Arrays.asList(next));
    }

    private @Nullable Fault fault(String verb, String name, String organization) {
        var byName = faults.getOrDefault(verb + " " + name, new ConcurrentLinkedDeque<>())
                .poll();
        return byName != null
                ? byName
                : faults.getOrDefault(verb + " " + organization, new ConcurrentLinkedDeque<>())
                        .poll();
    }

    private String organization(String name) {
        var held = machines.get(name);
        return held == null ? "" : held.spec.organization();
    }
}
