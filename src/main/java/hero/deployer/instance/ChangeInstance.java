package hero.deployer.instance;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSetter;
import org.jspecify.annotations.Nullable;

/** What an instance becomes: {@code {"pinned": {build?, reason}}} pins it, {@code {"pinned": null}} unpins it, nothing leaves it. */
class ChangeInstance {
    /** The build to stay on; left out, the one it is meant to have now. */
    record PinInstance(
            @Nullable @Size(min = 1, max = 64) String build,
            @NotBlank @Size(max = 300) String reason) {}

    @Valid
    private @Nullable PinInstance pinned;

    @JsonIgnore
    private boolean said;

    @JsonSetter("pinned")
    void setPinned(@Nullable PinInstance pinned) {
        this.pinned = pinned;
        this.said = true;
    }

    public @Nullable PinInstance getPinned() {
        return pinned;
    }

    /** Whether the pin was spoken of at all. */
    @JsonIgnore
    boolean said() {
        return said;
    }
}
