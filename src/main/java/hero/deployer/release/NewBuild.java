package hero.deployer.release;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to publish on a channel.
 *
 * @param channel where
 * @param version unique in the whole deployer
 * @param sha256 what the artifact must hash to, or null to take it as it comes
 * @param notes for people
 * @param from where it comes from, for the audit: {@code upload}, {@code file}, or the host it is fetched from
 */
record NewBuild(String channel, String version, @Nullable String sha256, String notes, String from) {
    static final String VERSION = "[0-9A-Za-z][0-9A-Za-z.+-]{0,63}";
    static final String VERSION_MESSAGE =
            "must be 1 to 64 letters, digits, '.', '+' or '-', beginning with a letter or digit";
    static final String SHA256 = "[0-9a-fA-F]{64}";
    static final String SHA256_MESSAGE = "must be 64 hexadecimal digits";
    static final int MAX_NOTES = 4000;
}
