package hero.deployer.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import hero.deployer.provider.MachineSpec;

/**
 * The folders of all machines. One appears whole, by a rename, and disappears so: what a crash leaves half-made or half-deleted has a name
 * with a dot, is no machine, and goes with the next sweep. All calls block.
 */
final class Machines {
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final String HALF_MADE = ".new-";
    private static final String HALF_GONE = ".gone-";

    private final Path root;
    private final LocalConfig config;
    private final Locks locks;

    Machines(LocalConfig config) {
        this.root = config.machines().toAbsolutePath().normalize();
        this.config = config;
        this.locks = new Locks(root.resolve(".locks"));
    }

    /** Makes the machine and starts its agent, or brings the one of that name to what is asked. */
    LocalMachine create(MachineSpec spec) throws IOException {
        return locks.machine(spec.name(), () -> {
            var folder = folder(spec.name());
            var machine = folder.machine();
            if (machine.isEmpty()) {
                return started(folder, make(spec, folder));
            }
            return started(folder, adopt(machine.get(), spec, folder));
        });
    }

    /** The machine with its agent running, where there is one. */
    Optional<LocalMachine> find(String name) throws IOException {
        var folder = folder(name);
        if (folder.machine().isEmpty()) {
            return Optional.empty();
        }
        if (new AgentProcess(folder).running().isPresent()) {
            return folder.machine();
        }
        return locks.machine(name, () -> {
            var machine = folder.machine();
            return machine.isEmpty() ? machine : Optional.of(started(folder, machine.get()));
        });
    }

    boolean isRunning(String name) throws IOException {
        return new AgentProcess(folder(name)).running().isPresent();
    }

    String lastWords(String name) {
        return new AgentProcess(folder(name)).lastWords();
    }

    void destroy(String name) throws IOException {
        locks.<Boolean>machine(name, () -> {
            var folder = folder(name);
            new AgentProcess(folder).end(config.stopGrace());
            Disk.delete(root.resolve(HALF_MADE + name));
            var gone = root.resolve(HALF_GONE + name);
            Disk.delete(gone);
            if (folder.exists()) {
                Disk.move(folder.path(), gone);
                Disk.delete(gone);
            }
            return true;
        });
    }

    /** Every machine there is. */
    List<LocalMachine> all() throws IOException {
        var found = new ArrayList<LocalMachine>();
        for (var name : names()) {
            folder(name).machine().ifPresent(found::add);
        }
        return found;
    }

    List<String> names() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (var entries = Files.list(root)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    void trimLog(String name) throws IOException {
        Disk.trim(folder(name).log(), config.logBytes());
    }

    private LocalMachine make(MachineSpec spec, MachineFolder folder) throws IOException {
        Disk.delete(folder.path());
        var half = root.resolve(HALF_MADE + spec.name());
        Disk.delete(half);
        return locks.ports(() -> {
            var ports = new Ports(config.firstPort(), config.lastPort()).choose(taken());
            var machine = LocalMachine.of(spec, ports.agent(), ports.stack());
            new MachineFolder(Disk.folder(half)).record(machine, folder);
            Disk.move(half, folder.path());
            return machine;
        });
    }

    private LocalMachine adopt(LocalMachine machine, MachineSpec spec, MachineFolder folder) throws IOException {
        if (machine.agentTokenSha256().equals(spec.agentTokenSha256())) {
            return machine;
        }
        // a new generation of the token: the agent reads it at its start
        var renewed = machine.withToken(spec.agentTokenSha256());
        new AgentProcess(folder).end(config.stopGrace());
        folder.record(renewed, folder);
        return renewed;
    }

    private LocalMachine started(MachineFolder folder, LocalMachine machine) throws IOException {
        var process = new AgentProcess(folder);
        var running = process.running();
        if (running.isEmpty()) {
            process.start(config.agentBundle().toAbsolutePath());
        } else if (!folder.process().equals(running)) {
            folder.record(running.get());
        }
        return machine;
    }

    private Set<Integer> taken() throws IOException {
        var taken = new HashSet<Integer>();
        for (var machine : all()) {
            taken.add(machine.agentPort());
            taken.add(machine.stackPort());
        }
        return taken;
    }

    private MachineFolder folder(String name) {
        return new MachineFolder(root.resolve(name));
    }
}
