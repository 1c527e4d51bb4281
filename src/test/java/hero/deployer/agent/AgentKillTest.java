package hero.deployer.agent;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Kills the agent at every step of an install: it comes back with a running stack and finishes what was asked. */
class AgentKillTest {
    private static final byte[] OLD = Archives.stack("healthy", "old");
    private static final byte[] NEW = Archives.stack("healthy", "new");

    @TempDir
    Path folder;

    /** An agent with the old build, started again so that it dies at the named step of the next install. */
    private AgentHandle doomed(String step) throws InterruptedException {
        var agent = new AgentHandle(folder).start("");
        agent.install("op1", "1.0", OLD);
        agent.close();
        agent.start(step);
        agent.awaitStatus("healthy", "1.0");
        return agent;
    }

    private static void installUntilItDies(AgentHandle agent, byte[] build) throws InterruptedException {
        agent.upload(build);
        var command = agent.command("op2", "2.0", build);
        command.put("deadlineSeconds", 20);
        try {
            agent.put(command);
        } catch (java.io.UncheckedIOException e) {
            assertThat(e).as("it may die before it answers").hasCauseInstanceOf(IOException.class);
        }
        assertThat(agent.awaitEnd()).isEqualTo(137);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accepted",
                "fetched",
                "verified",
                "unpacking",
                "unpacked",
                "stopping",
                "stopped",
                "started",
                "checked",
                "committed"
            })
    void comesBackWithAStackAndFinishesTheInstall(String step) throws InterruptedException {
        try (var agent = doomed(step)) {
            // Given
            installUntilItDies(agent, NEW);

            // When
            agent.start("");

            // Then
            assertThat(agent.end("op2")).containsEntry("state", "succeeded");
            agent.awaitStatus("healthy", "2.0");
            assertThat(agent.stack("/")).isEqualTo("new");
            assertThat(agent.stackProcesses()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rolling-back", "restored"})
    void comesBackWithTheOldStackWhenKilledWhileGoingBack(String step) throws InterruptedException {
        try (var agent = doomed(step)) {
            // Given
            installUntilItDies(agent, Archives.stack("exits", "x"));

            // When
            agent.start("");

            // Then
            assertThat(agent.end("op2")).containsEntry("state", "rolled_back");
            agent.awaitStatus("healthy", "1.0");
            assertThat(agent.stack("/")).isEqualTo("old");
            assertThat(agent.stackProcesses()).hasSize(1);
        }
    }

    @Test
    void findsTheOrphanedStackOfAKilledAgentAndFreesThePort() throws InterruptedException {
        try (var agent = new AgentHandle(folder).start("")) {
            // Given
            agent.install("op1", "1.0", OLD);
            var orphan = agent.stackProcesses();
            agent.kill();
            assertThat(agent.stack("/")).isEqualTo("old");

            // When
            agent.start("");

            // Then
            agent.awaitStatus("healthy", "1.0");
            assertThat(agent.stackProcesses()).hasSize(1).doesNotContainAnyElementsOf(orphan);
            assertThat(agent.json("/v1/operations/op1")).containsEntry("state", "succeeded");
        }
    }

    @Test
    void givesUpOnAnInstallThatKeepsKillingIt() throws InterruptedException {
        try (var agent = doomed("fetched")) {
            // Given
            installUntilItDies(agent, NEW);
            for (int i = 0; i < 2; i++) {
                agent.launch("fetched");
                assertThat(agent.awaitEnd()).isEqualTo(137);
            }

            // When
            agent.start("fetched");

            // Then
            assertThat(agent.end("op2")).containsEntry("state", "failed");
            agent.awaitStatus("healthy", "1.0");
        }
    }

    @Test
    void stopsItsStackWhenToldToEndAlsoInTheMiddleOfAnInstall() throws InterruptedException {
        try (var agent = new AgentHandle(folder).start("")) {
            // Given
            agent.install("op1", "1.0", OLD);
            agent.begin("op2", "2.0", Archives.stack("never", "x"));
            AgentHandle.await()
                    .until(() ->
                            "checking".equals(agent.json("/v1/operations/op2").get("state")));

            // When
            agent.close();

            // Then
            assertThat(agent.stackProcesses()).isEmpty();
        }
    }
}
