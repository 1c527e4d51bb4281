package hero.deployer.base;

import java.util.regex.Pattern;

/** The rule for names that become part of a host name: a DNS label without {@code --}, 1 to 30 characters. */
public final class DnsLabel {
    /** For {@code @Pattern}: lower-case letters, digits and single hyphens, beginning with a letter or digit and ending likewise. */
    public static final String REGEX = "[a-z0-9](?:-?[a-z0-9]){0,29}";

    public static final String MESSAGE =
            "must be 1 to 30 lower-case letters, digits or single hyphens, without a hyphen at either end";

    private static final int MAX_LENGTH = 30;
    private static final Pattern PATTERN = Pattern.compile(REGEX);

    private DnsLabel() {}

    /** Whether {@code name} may become part of a cockpit's host name ({@code <username>--<org>} then fits one label of 63). */
    public static boolean isValid(String name) {
        return name.length() <= MAX_LENGTH && PATTERN.matcher(name).matches();
    }
}
