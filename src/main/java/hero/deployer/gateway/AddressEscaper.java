package hero.deployer.gateway;

/** Writes addresses in the escapes of RFC 3986 where browsers or hand-made clients leave characters as they are. */
final class AddressEscaper {
    /** Browsers leave these in a path or in a query. */
    private static final String LEFT_BY_BROWSERS = "\"<>\\^`{|}[]";

    private AddressEscaper() {}

    /** For a cockpit: the very same, but bytes beyond ASCII, which no browser sends, are escaped as a browser does it. */
    static String forUpstream(String uri) {
        return escape(uri, "", false);
    }

    /** For our own routes, which read RFC 3986 and nothing else; a percent sign that begins no escape stands for itself. */
    static String strict(String uri) {
        return escape(uri, LEFT_BY_BROWSERS, true);
    }

    private static String escape(String uri, String unwelcome, boolean percents) {
        var out = new StringBuilder(uri.length() + 16);
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            boolean single = percents && c == '%' && !isEscape(uri, i);
            if (c >= 0x80 || single || unwelcome.indexOf(c) >= 0) {
                out.append('%').append(hex(c >> 4)).append(hex(c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static char hex(int half) {
        return "0123456789ABCDEF".charAt(half & 0xf);
    }

    /** Whether every percent sign begins an escape. */
    static boolean isWellFormed(String text) {
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
            if (!isEscape(text, at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2));
    }

    private static boolean isHex(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }
}
