package hero.deployer.release;

import java.util.function.Supplier;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** Gives work that no request started, such as the first start's, a Vert.x context of its own: a reactive session needs one. */
final class OwnContext {
    private OwnContext() {}

    static <T> Uni<T> run(Vertx vertx, Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            var context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(start -> work.get().subscribe().with(emitter::complete, emitter::fail));
        });
    }
}
