package hero.deployer.removal;

import java.time.Duration;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;

/**
 * Many to remove: by username or by instance, one of the two.
 *
 * @param dryRun only say what would be removed; the older way to ask {@code /members/removals/dry-run}
 * @param drain keep the machines for a while, or null to destroy them at once
 */
record RemoveMembers(
        @Nullable @Size(min = 1, max = RemoveMembers.MAX) List<@Nullable String> usernames,
        @Nullable @Size(min = 1, max = RemoveMembers.MAX) List<@Nullable String> instances,
        @Schema(hidden = true) @Nullable Boolean dryRun,
        @Nullable @Valid Drain drain) {
    private static final long LONGEST_GRACE = 30L * 24 * 3600;

    /** Stop the stack first and keep the machine for so many seconds. */
    record Drain(@Min(0) @Max(LONGEST_GRACE) long graceSeconds) {}

    static final int MAX = 1000;
    private static final int LONGEST = 64;

    /** What was named, each once, in the order given. */
    List<String> names() {
        if (usernames != null && instances != null) {
            throw ProblemException.badField("instances", "give usernames or instances, not both");
        }
        var named = usernames != null ? usernames : instances;
        if (named == null) {
            throw ProblemException.badField("usernames", "name at least one member, by username or by instance");
        }
        // here and not as a constraint of each: of a million bad ones the first is enough
        return named.stream()
                .map(name -> checked(usernames != null ? "usernames" : "instances", name))
                .distinct()
                .toList();
    }

    private static String checked(String field, @Nullable String name) {
        if (name == null || name.isBlank() || name.length() > LONGEST) {
            throw ProblemException.badField(field, "must each be a name of 1 to " + LONGEST + " characters");
        }
        return name;
    }

    RemoveMembers asDryRun() {
        return new RemoveMembers(usernames, instances, true, drain);
    }

    boolean rehearses() {
        return Boolean.TRUE.equals(dryRun);
    }

    @Nullable
    Duration grace() {
        return drain == null || drain.graceSeconds() == 0 ? null : Duration.ofSeconds(drain.graceSeconds());
    }

    boolean byUsername() {
        return usernames != null;
    }
}
