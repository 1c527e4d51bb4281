package hero.deployer.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Installs good and bad builds on a real agent. */
class AgentInstallTest {
    private static final byte[] ONE = Archives.stack("healthy", "one");
    private static final byte[] TWO = Archives.stack("healthy", "two");
    private static final byte[] NEVER = Archives.stack("never", "never");

    @TempDir
    Path folder;

    private AgentHandle agent = new AgentHandle(Path.of(""));

    @BeforeEach
    void start() {
        agent = new AgentHandle(folder).start("");
    }

    @AfterEach
    void stop() throws InterruptedException {
        agent.close();
        assertThat(agent.stackProcesses()).isEmpty();
    }

    @Test
    void installsABuildAndThenTheNextOnTheSamePortAndData() throws IOException {
        // When
        var first = agent.install("op1", "1.0", ONE);
        var answerOfFirst = agent.stack("/");
        var second = agent.install("op2", "2.0", TWO);

        // Then
        assertThat(first).containsEntry("state", "succeeded").containsEntry("percent", 100);
        assertThat(second).containsEntry("state", "succeeded");
        assertThat(answerOfFirst).isEqualTo("one");
        assertThat(agent.stack("/")).isEqualTo("two");
        assertThat(agent.health())
                .containsEntry("status", "healthy")
                .containsEntry("build", "2.0")
                .doesNotContainKey("operation");
        assertThat(agent.data().resolve("stack/starts")).hasContent("one\ntwo\n");
    }

    @Test
    void givesTheStackItsEnvironmentAndNothingOfItsOwn() {
        // When
        agent.install("op1", "1.0", ONE);

        // Then
        assertThat(agent.stack("/environment"))
                .contains(
                        "PORT=" + agent.stackPort(), "DATA_DIR=" + agent.data().resolve("stack"))
                .contains("HERO_ORGANIZATION=acme", "HERO_INSTANCE=o1m1", "HERO_BUILD=1.0", "HERO_PERSON=ada")
                .contains("JAVA_HOME=" + Path.of("target/agent-bundle/runtime").toAbsolutePath())
                .doesNotContain("SECRET_OF_THE_DEPLOYER");
    }

    @Test
    void answersTheSameOperationAlikeHoweverOftenItComes() {
        // Given
        agent.upload(ONE);
        var command = agent.command("op1", "1.0", ONE);

        // When
        var answers = List.of(agent.put(command), agent.put(command), agent.put(command));
        agent.end("op1");
        agent.install("op2", "2.0", TWO);
        var late = agent.put(command);

        // Then
        assertThat(answers).allMatch(answer -> answer.statusCode() == 202);
        assertThat(late.statusCode()).isEqualTo(202);
        assertThat(agent.stack("/")).isEqualTo("two");
    }

    @Test
    void refusesAStaleFenceAlsoAfterARestart() throws InterruptedException {
        // Given
        agent.install("op1", "1.0", ONE);
        var stale = agent.command("op-stale", "2.0", ONE);
        stale.put("fence", 1);

        // When
        int before = agent.put(stale).statusCode();
        agent.close();
        agent.start("");
        var after = agent.put(stale);

        // Then
        assertThat(before).isEqualTo(409);
        assertThat(after.statusCode()).isEqualTo(409);
        assertThat(after.body()).contains("/problems/stale");
    }

    @Test
    void goesBackWhenTheNewBuildNeverGetsHealthy() {
        // Given
        agent.install("op1", "1.0", ONE);
        agent.upload(NEVER);
        var command = agent.command("op2", "2.0", NEVER);
        command.put("deadlineSeconds", 3);

        // When
        agent.put(command);
        var end = agent.end("op2");

        // Then
        assertThat(end).containsEntry("state", "rolled_back");
        assertThat((String) end.get("error")).contains("2.0", "503");
        assertThat(agent.stack("/")).isEqualTo("one");
        agent.awaitStatus("healthy", "1.0");
        assertThat(agent.get("/v1/log?tail=10000").body()).contains("stack never never");
    }

    @Test
    void goesBackAtOnceWhenTheNewBuildExits() {
        // Given
        agent.install("op1", "1.0", ONE);

        // When
        var end = agent.install("op2", "2.0", Archives.stack("exits", "x"));

        // Then
        assertThat(end).containsEntry("state", "rolled_back");
        assertThat((String) end.get("error")).contains("exit code 7");
        assertThat(agent.stack("/")).isEqualTo("one");
    }

    @Test
    void failsWhenThereIsNothingToGoBackTo() {
        // When
        var end = agent.install("op1", "1.0", Archives.stack("exits", "x"));

        // Then
        assertThat(end).containsEntry("state", "failed");
        AgentHandle.await().until(() -> "failed".equals(agent.health().get("status")));
        assertThat(agent.stackProcesses()).isEmpty();
    }

    @Test
    void refusesAHostileArchiveWhileTheOldBuildRunsOn() {
        // Given
        agent.install("op1", "1.0", ONE);
        var pids = agent.stackProcesses();
        var hostile = Map.of(
                "climbs",
                        new Archives().program("run", "x").file("../evil", "x").made(),
                "link",
                        new Archives()
                                .program("run", "x")
                                .special('2', "etc", "/etc")
                                .made(),
                "bomb",
                        new Archives()
                                .program("run", "x")
                                .zeros("zeros", 5_000_001)
                                .made(),
                "norun", new Archives().file("run", "not executable").made(),
                "garbage", "no archive at all".getBytes(StandardCharsets.UTF_8));

        // When, Then
        hostile.forEach((name, archive) ->
                assertThat(agent.install("op-" + name, "2.0", archive)).as(name).containsEntry("state", "failed"));
        assertThat(agent.stackProcesses()).isEqualTo(pids);
        assertThat(agent.health()).containsEntry("status", "healthy").containsEntry("build", "1.0");
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void refusesAnArtifactOfAnotherSizeThanAnnounced() {
        // Given
        agent.upload(ONE);
        var command = agent.command("op1", "1.0", ONE);
        command.put("size", ONE.length - 1);

        // When
        agent.put(command);

        // Then
        assertThat(agent.end("op1")).containsEntry("state", "failed");
    }

    @Test
    void startsAStackAgainThatCrashesAndSaysSo() {
        // Given
        assertThat(agent.install("op1", "1.0", Archives.stack("crashes", "c"))).containsEntry("state", "succeeded");

        // When, Then
        agent.awaitStatus("degraded", "1.0");
        AgentHandle.await()
                .untilAsserted(() -> assertThat(agent.data().resolve("stack/starts"))
                        .content()
                        .startsWith("c\nc\nc\nc"));
        agent.awaitStatus("failed", "1.0");
        assertThat(agent.get("/v1/log?tail=5000").body()).contains("exit code 3");
    }

    @Test
    void aHigherFenceSupersedesWhatIsUnderWay() {
        // Given
        agent.install("op1", "1.0", ONE);
        agent.begin("op2", "2.0", NEVER);
        AgentHandle.await()
                .until(() -> "checking".equals(agent.json("/v1/operations/op2").get("state")));

        // When
        var third = agent.install("op3", "3.0", TWO);

        // Then
        assertThat(third).containsEntry("state", "succeeded");
        var second = agent.json("/v1/operations/op2");
        assertThat(second).containsEntry("state", "rolled_back");
        assertThat((String) second.get("error")).contains("superseded", "op3");
        assertThat(agent.stack("/")).isEqualTo("two");
    }

    @Test
    void waitsForNewsOfAnOperation() {
        // Given
        agent.begin("op1", "1.0", NEVER);
        AgentHandle.await()
                .until(() -> "checking".equals(agent.json("/v1/operations/op1").get("state")));
        var seq = agent.json("/v1/operations/op1").get("seq");

        // When
        long begin = System.nanoTime();
        var same = agent.json("/v1/operations/op1?wait=1&after=" + seq);
        long waited = System.nanoTime() - begin;
        agent.call("POST", "/v1/stop", new byte[0]);
        var next = agent.json("/v1/operations/op1?wait=30&after=" + seq);

        // Then
        assertThat(same).containsEntry("seq", seq);
        assertThat(waited).isBetween(900_000_000L, 10_000_000_000L);
        assertThat(next).containsEntry("state", "failed");
    }

    @Test
    void restsAndStartsOnCommand() {
        // Given
        agent.install("op1", "1.0", ONE);

        // When
        assertThat(agent.call("POST", "/v1/stop", new byte[0]).statusCode()).isEqualTo(202);

        // Then
        AgentHandle.await().until(() -> agent.stackProcesses().isEmpty());
        AgentHandle.await().until(() -> "failed".equals(agent.health().get("status")));

        // When
        assertThat(agent.call("POST", "/v1/start", new byte[0]).statusCode()).isEqualTo(202);

        // Then
        agent.awaitStatus("healthy", "1.0");
    }

    @Test
    void endsAlsoStubbornAndDetachedProcesses() {
        // Given
        agent.install("op1", "1.0", Archives.stack("breeds", "b"));
        assertThat(agent.stackProcesses()).hasSize(2);

        // When
        agent.install("op2", "2.0", Archives.stack("stubborn", "s"));
        agent.install("op3", "3.0", ONE);

        // Then
        assertThat(agent.stackProcesses()).hasSize(1);
        assertThat(agent.stack("/")).isEqualTo("one");
    }

    @Test
    void saysWhenAnotherProcessHasThePort() throws IOException {
        try (var thief = new ServerSocket(agent.stackPort(), 5, InetAddress.getByName("127.0.0.1"))) {
            assertThat(thief.isBound()).isTrue();
            assertThat((String) agent.install("op1", "1.0", ONE).get("error")).contains("taken");
        }
    }

    @Test
    void keepsTheCurrentAndThePreviousBuildOnly() throws IOException {
        // When
        for (int i = 1; i <= 5; i++) {
            agent.install("op" + i, "1." + i, Archives.stack("healthy", "b" + i));
        }

        // Then
        AgentHandle.await()
                .until(() -> Disk.list(agent.data().resolve("builds")).size() == 2);
        assertThat(Disk.list(agent.data().resolve("artifacts"))).hasSizeLessThanOrEqualTo(4);
        assertThat(Files.exists(
                        agent.data().resolve("builds").resolve(Archives.sha256(Archives.stack("healthy", "b5")))))
                .isTrue();
    }

    @Test
    void boundsItsLog() {
        assertThat(agent.get("/v1/log?tail=100000000").body().length()).isLessThanOrEqualTo(64 << 10);
        assertThat(agent.get("/v1/log?tail=0").body()).isEmpty();
    }
}
