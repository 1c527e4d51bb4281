package hero.deployer.base.http;

import java.util.Locale;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;

/** Asking for HTTP/2 in the middle of HTTP/1 is an offer that a server may overlook. */
final class Upgrades {
    private static final String H2C = "h2c";
    private static final String SETTINGS = "HTTP2-Settings";

    private Upgrades() {}

    /** Takes the offer off the headers; the request is then answered as any other. */
    static void stayWithHttp1(HttpHeaders headers) {
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, H2C, true)) {
            return;
        }
        boolean closes = headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
        headers.remove(HttpHeaderNames.UPGRADE);
        headers.remove(SETTINGS.toLowerCase(Locale.ROOT));
        headers.remove(HttpHeaderNames.CONNECTION);
        if (closes) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }
}
