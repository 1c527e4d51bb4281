package hero.deployer.onboarding;

import java.util.ArrayList;
import java.util.List;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.JsonBody;

/**
 * Many people to onboard. What is wrong with one of them is told in its item, never as a refusal of the whole.
 *
 * @param dryRun only say what is wrong and what would fit
 * @param stopAfter {@code adding} or {@code provisioning}, or null to go all the way
 */
@JsonBody.Large
record AddMembers(
        @NotNull @Size(min = 1, max = AddMembers.MOST) List<@Nullable Member> members,
        @Schema(hidden = true) @Nullable Boolean dryRun,

        @Schema(enumeration = {"adding", "provisioning"}) @Nullable @Size(max = 30)
        String stopAfter) {
    static final int MOST = 10_000;

    /** One of them; name and email are needed for someone who has no account yet. */
    record Member(
            @Nullable String username,
            @Nullable String name,
            @Nullable String email,
            @Nullable String node) {}

    boolean rehearses() {
        return Boolean.TRUE.equals(dryRun);
    }

    List<MemberEntry> entries() {
        var entries = new ArrayList<MemberEntry>();
        for (var member : members) {
            int row = entries.size() + 1;
            entries.add(
                    member == null
                            ? MemberEntry.of(row, null, null, null, null)
                            : MemberEntry.of(row, member.username(), member.name(), member.email(), member.node()));
        }
        return entries;
    }
}
