package hero.deployer.release;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeferredStreamTest {
    private final Source source = new Source();
    private final List<String> heard = new ArrayList<>();

    /** As Vert.x does it: once it is over it takes no handler any more. */
    private static final class Source implements ReadStream<Buffer> {
        @Nullable
        Handler<Throwable> failed;

        @Nullable
        Handler<Buffer> chunk;

        @Nullable
        Handler<Void> end;

        boolean over;

        private Source checked() {
            if (over) {
                throw new IllegalStateException("Response already ended");
            }
            return this;
        }

        @Override
        public Source exceptionHandler(@Nullable Handler<Throwable> handler) {
            failed = handler;
            return this;
        }

        @Override
        public Source handler(@Nullable Handler<Buffer> handler) {
            chunk = handler;
            return checked();
        }

        @Override
        public Source endHandler(@Nullable Handler<Void> handler) {
            end = handler;
            return checked();
        }

        @Override
        public Source pause() {
            return this;
        }

        @Override
        public Source resume() {
            return this;
        }

        @Override
        public Source fetch(long amount) {
            return this;
        }
    }

    private void read(DeferredStream stream) {
        stream.exceptionHandler(why -> heard.add("failed: " + why.getMessage()));
        stream.handler(chunk -> heard.add(chunk.toString()));
        stream.endHandler(end -> heard.add("end"));
    }

    @Test
    void tellsALaterReaderWhatBrokeBefore() {
        var stream = DeferredStream.of(source);
        source.over = true;
        java.util.Objects.requireNonNull(source.failed).handle(new java.io.IOException("closed"));

        read(stream);

        assertThat(heard).containsExactly("failed: closed");
    }

    @Test
    void endsAtOnceWhereThereWasNoBodyAtAll() {
        source.over = true;

        read(DeferredStream.of(source));

        assertThat(heard).containsExactly("end");
    }

    @Test
    void passesOnWhatComesLater() {
        read(DeferredStream.of(source));

        java.util.Objects.requireNonNull(source.chunk).handle(Buffer.buffer("a"));
        java.util.Objects.requireNonNull(source.end).handle(null);

        assertThat(heard).containsExactly("a", "end");
    }
}
