package hero.deployer.release;

import java.util.Locale;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

/** A build to publish from an address that we fetch once. */
record PublishFrom(
        @NotNull @Pattern(regexp = NewBuild.VERSION, message = NewBuild.VERSION_MESSAGE)
        String version,

        @NotNull @Size(min = 1, max = 2000) String artifactUrl,

        @NotNull @Pattern(regexp = NewBuild.SHA256, message = NewBuild.SHA256_MESSAGE)
        String sha256,

        @Nullable @Size(max = NewBuild.MAX_NOTES) String notes) {

    NewBuild on(String channel, String host) {
        return new NewBuild(channel, version, sha256.toLowerCase(Locale.ROOT), notes == null ? "" : notes, host);
    }
}
