package hero.deployer.gateway;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

import hero.deployer.base.ProblemException;

/** A small form as browsers send it; bounded in size and time. */
record FormBody(Map<String, List<String>> fields) {
    private static final int LONGEST = 16 * 1024;
    private static final int MOST_FIELDS = 20;
    private static final String TYPE = "application/x-www-form-urlencoded";

    /** A field's first value, or empty. */
    String field(String name) {
        return fields.getOrDefault(name, List.of("")).getFirst();
    }

    /** Reads the paused request; fails with a {@link ProblemException}. */
    static Future<FormBody> read(Vertx vertx, HttpServerRequest request) {
        String type =
                String.valueOf(request.getHeader(HttpHeaders.CONTENT_TYPE)).toLowerCase(Locale.ROOT);
        if (!type.startsWith(TYPE)) {
            return Future.failedFuture(
                    ProblemException.of(415, "unsupported-media-type", "Unsupported media type", "Send a form."));
        }
        var whole = Buffer.buffer();
        var done = Promise.<FormBody>promise();
        request.exceptionHandler(done::tryFail);
        request.endHandler(end -> parse(whole).onSuccess(done::tryComplete).onFailure(done::tryFail));
        request.handler(chunk -> {
            if (whole.length() + chunk.length() > LONGEST) {
                request.pause();
                done.tryFail(ProblemException.of(413, "too-large", "Too large", "This form is not that long."));
            } else {
                whole.appendBuffer(chunk);
            }
        });
        request.resume();
        return done.future().timeout(10, TimeUnit.SECONDS);
    }

    private static Future<FormBody> parse(Buffer whole) {
        try {
            var decoder = new QueryStringDecoder(whole.toString(), StandardCharsets.UTF_8, false, MOST_FIELDS, true);
            return Future.succeededFuture(new FormBody(decoder.parameters()));
        } catch (IllegalArgumentException malformed) {
            return Future.failedFuture(
                    ProblemException.of(400, "bad-request", "Bad request", "The form is malformed."));
        }
    }
}
