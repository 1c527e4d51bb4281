package hero.deployer.release;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Where a channel shall point, forward or back. */
record MoveCurrent(
        @NotNull @Pattern(regexp = NewBuild.VERSION, message = NewBuild.VERSION_MESSAGE)
        String version) {}
