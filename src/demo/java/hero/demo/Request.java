package hero.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The head of a request, of bounded size. */
record Request(String method, String path, Map<String, String> headers) {
    private static final int LARGEST = 32 << 10;

    static Request read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || head.length() > LARGEST) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        var lines = head.toString().split("\r\n");
        var words = lines[0].split(" ");
        if (words.length != 3) {
            throw new IOException("no request");
        }
        var headers = new HashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return new Request(words[0], words[1].split("\\?", 2)[0], headers);
    }

    /** Whether it asks to become a WebSocket. */
    boolean upgrades() {
        return "websocket".equalsIgnoreCase(headers.get("upgrade")) && headers.containsKey("sec-websocket-key");
    }

    /** The bytes as they stand in a header. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
