package hero.deployer.identity;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Name and password; {@code toString} keeps the password to itself. */
record SignIn(
        @NotNull @Size(min = 1, max = 200) String username,
        @NotNull @Size(min = 1, max = 200) String password) {

    @Override
    public String toString() {
        return "SignIn[" + username + "]";
    }
}
