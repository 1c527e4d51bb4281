package hero.deployer.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.smallrye.mutiny.Multi;

/** A local provider on a folder of its own; in the end nothing of it is left. */
final class LocalBench implements AutoCloseable {
    private final AtomicInteger names = new AtomicInteger();
    private final Path root;
    final TestConfig config;
    final LocalProvider provider;

    /** On that agent, or with the stand-in for it. */
    LocalBench(Path bundle, Duration stopGrace) throws IOException {
        this(newRoot(), bundle, stopGrace);
    }

    private LocalBench(Path root, Path bundle, Duration stopGrace) {
        this.root = root;
        config = new TestConfig(root.resolve("machines"), bundle, stopGrace);
        provider = new LocalProvider(config);
    }

    static LocalBench withStandIn() throws IOException {
        var root = newRoot();
        return new LocalBench(root, StandInBundle.in(root.resolve("bundle")), Duration.ofMillis(300));
    }

    private static Path newRoot() throws IOException {
        return Files.createTempDirectory(
                Files.createDirectories(Path.of("target").toAbsolutePath()), "local-");
    }

    String newName() {
        return "m" + names.incrementAndGet();
    }

    Path folder(String name) {
        return config.machines().resolve(name);
    }

    @Override
    public void close() throws IOException {
        provider.contracts()
                .onItem()
                .transformToMulti(held -> Multi.createFrom().iterable(held))
                .onItem()
                .transformToUni(held -> provider.destroy(held.name()))
                .merge(12)
                .collect()
                .last()
                .await()
                .atMost(Duration.ofSeconds(90));
        provider.close();
        Disk.delete(root);
    }
}
