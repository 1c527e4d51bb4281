package hero.deployer.node;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;

/** Takes a node out of service or puts it back: {@code {"maintenance": true, "reason": …}} or {@code {"status": "maintenance"}}. */
record EditNode(
        @Nullable Boolean maintenance,

        @Nullable @Pattern(regexp = "maintenance|online", message = "must be maintenance or online")
        String status,

        @Nullable @Size(max = 200) String reason) {

    boolean wantsMaintenance() {
        Boolean byStatus = status == null ? null : (Boolean) status.equals("maintenance");
        if (maintenance == null && byStatus == null) {
            throw ProblemException.badField(
                    "maintenance", "is missing: true takes the node out of service, false puts it back");
        }
        if (maintenance != null && byStatus != null && !maintenance.equals(byStatus)) {
            throw ProblemException.badField("status", "contradicts maintenance");
        }
        return Boolean.TRUE.equals(maintenance != null ? maintenance : byStatus);
    }
}
