package hero.deployer.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import hero.deployer.base.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ArtifactStoreTest {
    @TempDir
    Path folder;

    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void keepsAnArtifactUnderItsHash() throws Exception {
        byte[] bytes = Archives.large(300_000);
        var store = store(folder);

        var artifact = receive(store, Archives.stream(bytes), Archives.sha256(bytes));

        assertThat(artifact).isEqualTo(new Artifact(Archives.sha256(bytes), bytes.length));
        assertThat(store.path(artifact.sha256())).hasBinaryContent(bytes);
        assertThat(await(store.has(artifact))).isTrue();
        assertThat(leftovers(folder)).isEmpty();
    }

    @Test
    void takesTheSameArtifactTwice() throws Exception {
        byte[] bytes = Archives.good("twice");
        var store = store(folder);

        var first = receive(store, Archives.stream(bytes), null);
        var second = receive(store, Archives.stream(bytes), null);

        assertThat(second).isEqualTo(first);
        assertThat(folder).isDirectoryContaining(file -> file.endsWith(first.sha256() + ".tar.gz"));
    }

    @Test
    void refusesAnotherHashThanWasAnnounced() {
        assertRefused(422, "wrong-hash", () -> Archives.stream(Archives.good("x")), "0".repeat(64));
    }

    @Test
    void refusesWhatIsNoArchive() {
        assertRefused(422, "bad-artifact", () -> Archives.stream("hello".getBytes()), null);
        assertRefused(422, "bad-artifact", () -> Archives.stream(new byte[0]), null);
    }

    @Test
    void refusesMoreThanTheLimitAndStopsThere() {
        assertRefused(413, "too-large", () -> Archives.stream(Archives.large(3_000_000)), null);
    }

    @Test
    void keepsNothingOfWhatBreaksOff() {
        byte[] bytes = Archives.large(100_000);
        assertRefused(400, "cut-off", () -> new PiecewiseStream(bytes).breakingAt(40_000), null);
    }

    @Test
    void givesUpOnSilence() {
        byte[] bytes = Archives.large(100_000);
        assertRefused(408, "too-slow", () -> new PiecewiseStream(bytes).silentAt(40_000), null);
    }

    @Test
    void saysSoWhenTheDiskIsFullAndRecoversByItself() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", small.toString()));
        try {
            var store = store(small);
            byte[] tooMuch = Archives.large(600_000);

            var refusal = refusal(store, Archives.stream(tooMuch), null);

            assertThat(refusal.problem().status()).isEqualTo(507);
            assertThat(leftovers(small)).isEmpty();
            byte[] fits = Archives.good("fits");
            assertThat(receive(store, Archives.stream(fits), null).size()).isEqualTo(fits.length);
        } finally {
            assertThat(run("umount", small.toString())).isTrue();
        }
    }

    @Test
    void sweepsWhatAKilledProcessLeftButNothingThatIsUnderWay() throws Exception {
        Path dead = Files.createFile(folder.resolve("dead.partial"));
        Path young = Files.createFile(folder.resolve("young.partial"));
        Files.setLastModifiedTime(
                dead, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() - 3_600_000 * 3));

        int swept = await(store(folder).sweep());

        assertThat(swept).isEqualTo(1);
        assertThat(dead).doesNotExist();
        assertThat(young).exists();
    }

    private void assertRefused(int status, String type, Supplier<ReadStream<Buffer>> source, @Nullable String sha256) {
        var refusal = refusal(store(folder), source.get(), sha256);

        assertThat(refusal.problem().status()).isEqualTo(status);
        assertThat(refusal.problem().type()).isEqualTo("/problems/" + type);
        assertThat(leftovers(folder)).isEmpty();
    }

    private ProblemException refusal(ArtifactStore store, ReadStream<Buffer> source, @Nullable String sha256) {
        var thrown = catchThrowableOfType(
                java.util.concurrent.ExecutionException.class, () -> receive(store, source, sha256));
        return (ProblemException) java.util.Objects.requireNonNull(thrown.getCause());
    }

    private Artifact receive(ArtifactStore store, ReadStream<Buffer> source, @Nullable String sha256) throws Exception {
        var done = io.vertx.core.Promise.<Artifact>promise();
        vertx.runOnContext(start -> store.receive(source, sha256).onComplete(done));
        return await(done.future());
    }

    private ArtifactStore store(Path where) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(ReleaseConfig.class)
                .withConverter(
                        io.quarkus.runtime.configuration.MemorySize.class,
                        100,
                        new io.quarkus.runtime.configuration.MemorySizeConverter())
                .withConverter(Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
                .withDefaultValue("deployer.release.artifacts", where.toString())
                .withDefaultValue("deployer.release.max-artifact", "1M")
                .withDefaultValue("deployer.release.receive-idle", "1S")
                .addDefaultInterceptors()
                .build()
                .getConfigMapping(ReleaseConfig.class);
        return new ArtifactStore(vertx, config);
    }

    private static List<Path> leftovers(Path folder) {
        try (var files = Files.newDirectoryStream(folder, "*.{partial,gz}")) {
            var left = new java.util.ArrayList<Path>();
            files.forEach(left::add);
            left.removeIf(file -> file.toString().endsWith(".tar.gz"));
            return left;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
