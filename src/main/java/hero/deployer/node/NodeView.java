package hero.deployer.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A node as JSON. {@code roomFor} counts members of the setup asked for, or of the default size. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NodeView(
        String id,
        String name,
        String provider,

        @Schema(enumeration = {"online", "offline", "maintenance"})
        String status,

        boolean online,
        Slots slots,
        int roomFor,
        @Nullable String reason) {

    /** Its size and how it is taken. */
    record Slots(int total, int used, int reserved, int free) {}

    static NodeView of(NodeLoad node, int roomFor) {
        return new NodeView(
                node.id(),
                node.name(),
                node.provider(),
                node.status().json(),
                node.online(),
                new Slots(node.slots(), node.used(), node.reserved(), node.free()),
                roomFor,
                node.reason());
    }
}
