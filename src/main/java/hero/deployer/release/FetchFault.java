package hero.deployer.release;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.http.HttpClosedException;
import org.jspecify.annotations.Nullable;

/** Why nothing was fetched, in words that help; decided by what failed, never by its text. */
final class FetchFault {
    private FetchFault() {}

    /** A sentence about the address. */
    static String of(Throwable failure) {
        for (@Nullable Throwable cause = innermost(failure); cause != null; cause = outer(failure, cause)) {
            var words = words(cause);
            if (words != null) {
                return words;
            }
        }
        return "It did not answer.";
    }

    private static @Nullable String words(Throwable cause) {
        return switch (cause) {
            case ConnectTimeoutException slow -> "It cannot be reached: no connection came about in time.";
            case ConnectException refused -> "It refuses connections: nothing listens at its port.";
            case NoRouteToHostException away -> "It cannot be reached: there is no way to its host.";
            case CertificateExpiredException expired -> "Its certificate has expired.";
            case CertificateNotYetValidException early -> "Its certificate is not valid yet.";
            case CertPathBuilderException unknown ->
                "Its certificate is not trusted here: it is self-signed or of an authority that is not known.";
            case CertificateException other -> "Its certificate is not for this host, or cannot be checked.";
            case NotSslRecordException plain -> "It does not speak TLS: is it http instead of https?";
            case SSLException tls -> "It does not speak TLS as it must.";
            case TooLongFrameException large -> "Its answer's head is larger than is read.";
            case HttpClosedException closed -> "It closed the connection without an answer.";
            case TimeoutException late -> "It did not answer in time.";
            case DecoderException garbage -> "What it answers is not HTTP.";
            case IllegalArgumentException garbage -> "What it answers is not HTTP.";
            default -> null;
        };
    }

    private static Throwable innermost(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The failure around that one, or null. */
    private static @Nullable Throwable outer(Throwable failure, Throwable inner) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each.getCause() == inner) {
                return each;
            }
        }
        return null;
    }
}
