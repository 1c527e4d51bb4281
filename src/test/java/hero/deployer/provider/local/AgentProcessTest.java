package hero.deployer.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AgentProcessTest {
    @TempDir
    Path folder;

    /** An agent is a script that becomes a JVM. Taken for dead in between, it failed an onboarding, or would have been started twice. */
    @Test
    void knows_its_agent_while_that_becomes_another_program() throws Exception {
        var agent = new AgentProcess(new MachineFolder(folder));
        var process = new ProcessBuilder(
                        becomesItself().toString(), agent.folder().config().toString())
                .start();
        var id = Proc.find(process.pid()).orElseThrow().id();
        agent.folder().record(id);

        try {
            for (int look = 0; look < 1_000; look++) {
                assertThat(agent.running()).contains(id);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(agent.running()).isEmpty();
    }

    private Path becomesItself() throws IOException {
        var script = folder.resolve("again");
        Files.writeString(script, """
                #!/bin/sh
                exec "$0" "$1"
                """);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
