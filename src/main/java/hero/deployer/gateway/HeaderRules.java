package hero.deployer.gateway;

import java.util.Map;

import io.vertx.core.MultiMap;

/**
 * What a header may be made of (RFC 9110, 5.1 and 5.5). HTTP/2 carries names and values that would be further lines in HTTP/1.1: they are
 * refused before a connection is taken for them.
 */
final class HeaderRules {
    private static final String PUNCTUATION = "!#$%&'*+-.^_`|~";

    private HeaderRules() {}

    static boolean areWhole(MultiMap headers) {
        for (Map.Entry<String, String> header : headers) {
            if (!isName(header.getKey()) || !isText(header.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(String name) {
        // HTTP/2 has names of its own for what is no header
        int start = name.startsWith(":") ? 1 : 0;
        return name.length() > start && name.chars().skip(start).allMatch(HeaderRules::isTokenPart);
    }

    private static boolean isTokenPart(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PUNCTUATION.indexOf(c) >= 0;
    }

    /** One line of text. */
    static boolean isText(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c != 0x7f && c <= 0xff || c == '\t');
    }
}
