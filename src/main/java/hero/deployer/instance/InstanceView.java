package hero.deployer.instance;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An instance as JSON, the same in answers and in events. */
record InstanceView(
        String id,
        String organization,
        SetupRef setup,
        String channel,
        @Schema(enumeration = {"admin", "member"}) String role,
        String person,
        @Nullable String node,

        @Schema(
                enumeration = {"registered", "provisioning", "provisioned", "installing", "ready", "failed", "removing"
                })
        String state,

        @Schema(enumeration = {"unknown", "healthy", "degraded", "unreachable"})
        String health,

        @Nullable String build,
        @Nullable String desiredBuild,
        @JsonInclude(JsonInclude.Include.NON_NULL) StoredInstance.@Nullable Pin pinned,
        boolean drifted,
        boolean outdated,
        @Nullable Instant lastSeen,
        String cockpitUrl) {

    /** The setup's version it is made from. */
    record SetupRef(String name, int version) {}
}
