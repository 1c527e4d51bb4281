package hero.deployer.instance;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.FailureException;

/**
 * One request to one agent and its answer, on one event loop. It ends exactly once: with an answer, or with a failure in words when the
 * agent is late, floods, breaks off or is not there; the connection of one that ended badly is never used again.
 */
final class AgentExchange {
    static final int MAX_BODY = 64 * 1024;
    private final Vertx vertx;
    private final HttpClient client;
    private final InstanceRow to;
    private final String instance;
    private final Function<HostAndPort, RequestOptions> options;
    private final Reach reach;
    private final AgentBody body;
    private final Duration deadline;
    private final Consumer<AgentAnswer> answered;
    private final Consumer<FailureException> failed;

    private final Received received = new Received(MAX_BODY);
    private long timer = -1;
    private boolean over;
    private @Nullable HttpClientRequest request;
    private @Nullable AsyncFile file;

    AgentExchange(
            Vertx vertx,
            HttpClient client,
            InstanceRow to,
            Function<HostAndPort, RequestOptions> options,
            Reach reach,
            AgentBody body,
            Duration deadline,
            Consumer<AgentAnswer> answered,
            Consumer<FailureException> failed) {
        this.vertx = vertx;
        this.client = client;
        this.to = to;
        this.instance = to.id();
        this.options = options;
        this.reach = reach;
        this.body = body;
        this.deadline = deadline;
        this.answered = answered;
        this.failed = failed;
    }

    /** Begins; called on the event loop that everything else here happens on. */
    void start() {
        if (over) {
            return;
        }
        var address = to.agentAddress() == null ? null : HostAndPort.parseAuthority(to.agentAddress(), -1);
        if (address == null) {
            fail(AgentFailures.noMachine(instance));
        } else if (!reach.mayConnect(to, address.host())) {
            fail(AgentFailures.outOfReach(instance));
        } else {
            timer = vertx.setTimer(
                    Math.max(1, deadline.toMillis()), id -> fail(AgentFailures.late(instance, deadline)));
            client.request(options.apply(address)).onComplete(this::connected);
        }
    }

    /** Nobody waits any more. */
    void abandon() {
        if (end()) {
            drop();
        }
    }

    private void connected(AsyncResult<HttpClientRequest> connection) {
        if (connection.failed()) {
            broken(connection.cause());
            return;
        }
        request = connection.result();
        request.exceptionHandler(this::broken);
        if (over) {
            drop();
            return;
        }
        if (!reach.allows(to, request.connection().remoteAddress())) {
            request.connection().close();
            fail(AgentFailures.outOfReach(instance));
            return;
        }
        request.response().onComplete(this::head);
        switch (body) {
            case AgentBody.None none -> request.end();
            case AgentBody.Bytes bytes -> request.end(bytes.bytes());
            case AgentBody.File source -> stream(request, source);
        }
    }

    private void stream(HttpClientRequest to, AgentBody.File source) {
        to.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(source.size()));
        AgentBody.open(vertx, source).onComplete(opened -> {
            if (opened.failed()) {
                fail(AgentFailures.bug(instance, "cannot be sent the artifact: it is not readable here", "Retry."));
                return;
            }
            file = opened.result();
            if (over) {
                file.close();
                return;
            }
            file.pipeTo(to).onFailure(this::broken);
        });
    }

    private void head(AsyncResult<HttpClientResponse> head) {
        if (head.failed()) {
            broken(head.cause());
            return;
        }
        if (over) {
            return;
        }
        var response = head.result();
        response.exceptionHandler(this::broken);
        response.handler(this::chunk);
        response.endHandler(nothing -> succeed(response.statusCode()));
    }

    private void chunk(Buffer chunk) {
        if (!over && !received.add(chunk)) {
            fail(AgentFailures.unreadable(instance, "answered with more than " + MAX_BODY / 1024 + " KiB"));
        }
    }

    private void succeed(int status) {
        if (end()) {
            if (body instanceof AgentBody.File) {
                drop(); // it may have answered before it took everything
            }
            answered.accept(new AgentAnswer(status, received.bytes()));
        }
    }

    private void broken(Throwable cause) {
        fail(AgentFailures.unreadable(instance, words(cause)));
    }

    private void fail(FailureException failure) {
        if (end()) {
            drop();
            failed.accept(failure);
        }
    }

    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
        return true;
    }

    private void drop() {
        if (request != null) {
            request.reset();
        }
        if (file != null) {
            file.close();
        }
    }

    /** Never the cause's own text: it may quote what the machine sent. */
    private static String words(Throwable cause) {
        return switch (cause) {
            case java.net.ConnectException refused -> "cannot be reached: no connection";
            case java.net.UnknownHostException unknown -> "cannot be reached: unknown address";
            case TimeoutException late -> "cannot be reached: no connection in time";
            case IOException closed -> "broke off the connection";
            default -> "broke off or answered with something that is not HTTP";
        };
    }
}
