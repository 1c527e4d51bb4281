package hero.deployer.instance;

import java.nio.file.Path;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;

/** What is sent to an agent. */
sealed interface AgentBody {
    AgentBody NOTHING = new None();

    /** Nothing. */
    record None() implements AgentBody {}

    /** A small JSON document. */
    record Bytes(Buffer bytes) implements AgentBody {}

    /** A file, streamed; never more than {@code size} bytes of it. */
    record File(Path path, long size) implements AgentBody {}

    static Future<AsyncFile> open(Vertx vertx, File source) {
        return vertx.fileSystem()
                .open(
                        source.path().toString(),
                        new OpenOptions().setRead(true).setWrite(false).setCreate(false))
                .map(file -> file.setReadLength(source.size()));
    }
}
