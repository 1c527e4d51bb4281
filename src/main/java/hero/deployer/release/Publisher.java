package hero.deployer.release;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Idempotency;
import hero.deployer.base.Tx;

/** Brings an artifact in, then the build: bytes first and outside any transaction, so that no build ever lacks its artifact. */
@ApplicationScoped
class Publisher {
    private final ReleaseStore store;
    private final ReleaseService service;
    private final ArtifactStore artifacts;
    private final ArtifactFetcher fetcher;
    private final Idempotency idempotency;

    Publisher(
            ReleaseStore store,
            ReleaseService service,
            ArtifactStore artifacts,
            ArtifactFetcher fetcher,
            Idempotency idempotency) {
        this.store = store;
        this.service = service;
        this.artifacts = artifacts;
        this.fetcher = fetcher;
        this.idempotency = idempotency;
    }

    /** Who publishes, and their {@code Idempotency-Key}. */
    record By(String actor, @Nullable String key) {}

    Uni<Response> fromAddress(By by, String channel, PublishFrom what) {
        ArtifactUrl url = ArtifactUrl.parse(what.artifactUrl());
        NewBuild build = what.on(channel, url.host());
        return artifactAtHand(build)
                .chain(known -> known == null
                        ? uni(fetcher.fetch(url, String.valueOf(build.sha256())))
                        : Uni.createFrom().item(known))
                .chain(artifact -> commit(by, build, what, artifact));
    }

    /** @param body paused */
    Uni<Response> fromBody(By by, NewBuild build, ReadStream<Buffer> body) {
        return checked(build)
                .chain(known -> receive(build, body))
                .chain(artifact -> commit(by, build, new Uploaded(build, artifact), artifact));
    }

    /** What tells two uploads under one key apart. */
    private record Uploaded(NewBuild build, Artifact artifact) {}

    /** From our own side, such as the demo builds of the first start. */
    Uni<Boolean> fromStream(String actor, NewBuild build, ReadStream<Buffer> source) {
        return receive(build, source)
                .chain(artifact -> Panache.withTransaction(
                        () -> Panache.getSession().chain(session -> publish(session, actor, build, artifact))))
                .map(ReleaseService.Published::changed);
    }

    private Uni<Artifact> receive(NewBuild build, ReadStream<Buffer> source) {
        return uni(artifacts.receive(source, build.sha256()));
    }

    /** Refuses early what cannot succeed, before a byte is moved; the build's artifact when it is known. */
    private Uni<@Nullable Artifact> checked(NewBuild build) {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> store.channel(session, build.channel())
                        .chain(channel -> service.knownArtifact(session, build.version(), build.sha256()))));
    }

    /** A known build's artifact, unless the store has lost it: then it is fetched again. */
    private Uni<@Nullable Artifact> artifactAtHand(NewBuild build) {
        return checked(build)
                .chain(known -> known == null
                        ? Uni.createFrom().nullItem()
                        : uni(artifacts.has(known).otherwise(false)).map(here -> here ? known : null));
    }

    private Uni<Response> commit(By by, NewBuild build, Object body, Artifact artifact) {
        String route = "POST /api/v1/channels/" + build.channel() + "/builds";
        return idempotency.inSession(
                new Idempotency.Request(by.actor(), route, by.key(), body),
                session -> publish(session, by.actor(), build, artifact)
                        .map(done -> Idempotency.Answer.of(done.changed() ? 201 : 200, done.build())));
    }

    /** Under the artifact's lock, so that no sweep takes the file away in between. */
    private Uni<ReleaseService.Published> publish(
            Mutiny.Session session, String actor, NewBuild build, Artifact artifact) {
        return ArtifactSweeper.lock(Tx.of(session), artifact.sha256())
                .chain(() -> uni(artifacts.has(artifact)))
                .invoke(here -> {
                    if (!here) {
                        throw Refusals.lostMeanwhile();
                    }
                })
                .chain(() -> service.publish(session, actor, build, artifact));
    }

    private static <T> Uni<T> uni(Future<T> future) {
        return Uni.createFrom().completionStage(future::toCompletionStage);
    }
}
