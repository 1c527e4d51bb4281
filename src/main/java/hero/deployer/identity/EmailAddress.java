package hero.deployer.identity;

import java.net.IDN;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** What mail servers take as an address; whether somebody reads it only a mail can tell. */
public final class EmailAddress {
    private static final int MAX_LENGTH = 200;
    private static final int MAX_HOST = 253;
    private static final Pattern LOCAL = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?");

    private EmailAddress() {}

    /** Why this is no address, or null when it is one. */
    static @Nullable String fault(@Nullable String email) {
        if (email == null || email.length() > MAX_LENGTH || email.indexOf('@') < 0) {
            return "a new account needs an email address";
        }
        int at = email.lastIndexOf('@');
        if (!LOCAL.matcher(email.substring(0, at)).matches()) {
            return email.chars().limit(at).anyMatch(each -> each > '~')
                    ? "an email address has accents or other letters beyond ASCII only behind the @"
                    : "a new account needs an email address";
        }
        return asciiHost(email.substring(at + 1)) == null ? "a new account needs an email address" : null;
    }

    /** The form that goes over the wire: a host of other letters as its ASCII name. */
    public static String ascii(String email) {
        int at = email.lastIndexOf('@');
        var host = asciiHost(email.substring(at + 1));
        return host == null ? email : email.substring(0, at + 1) + host;
    }

    private static @Nullable String asciiHost(String host) {
        try {
            var ascii = host.chars().allMatch(each -> each < 128) ? host : IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES);
            return ascii.length() <= MAX_HOST && HOST.matcher(ascii).matches() ? ascii : null;
        } catch (IllegalArgumentException noHost) {
            return null;
        }
    }
}
