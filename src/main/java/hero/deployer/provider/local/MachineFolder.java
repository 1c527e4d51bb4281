package hero.deployer.provider.local;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

import io.vertx.core.json.JsonObject;

/** One machine's folder: what it is, what its agent is told, which process it is, and the agent's own data. */
record MachineFolder(Path path) {

    boolean exists() {
        return Files.isDirectory(path);
    }

    Path config() {
        return path.resolve("agent.properties");
    }

    Path log() {
        return path.resolve("agent.log");
    }

    Optional<LocalMachine> machine() throws IOException {
        return read("machine.json").map(LocalMachine::of);
    }

    Optional<ProcessId> process() throws IOException {
        return read("process.json").map(ProcessId::of);
    }

    void record(ProcessId process) throws IOException {
        Disk.write(path.resolve("process.json"), process.json().encode());
    }

    /** What the machine is, and what its agent is told: {@code home} is where this folder will stand in the end. */
    void record(LocalMachine machine, MachineFolder home) throws IOException {
        Disk.write(config(), settings(machine, home));
        Disk.write(path.resolve("machine.json"), machine.json().encodePrettily());
    }

    private static String settings(LocalMachine machine, MachineFolder home) throws IOException {
        var settings = new Properties();
        settings.setProperty("instance", machine.name());
        settings.setProperty("organization", machine.organization());
        settings.setProperty("listen", LocalMachine.HOST + ":" + machine.agentPort());
        settings.setProperty("stackPort", String.valueOf(machine.stackPort()));
        settings.setProperty("data", home.path.resolve("agent").toString());
        settings.setProperty("tokenSha256", machine.agentTokenSha256());
        var text = new StringWriter();
        settings.store(text, null);
        return text.toString();
    }

    private Optional<JsonObject> read(String file) throws IOException {
        try {
            return Optional.of(new JsonObject(Files.readString(path.resolve(file))));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }
}
