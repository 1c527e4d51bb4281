package hero.deployer.identity;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** The old and the new password; {@code toString} keeps both to itself. */
record ReplacePassword(
        @NotNull @Size(min = 1, max = 200) String currentPassword,

        @NotNull @Size(min = NewPassword.MIN_LENGTH, max = NewPassword.MAX_LENGTH)
        String newPassword) {

    @Override
    public String toString() {
        return "ReplacePassword[]";
    }
}
