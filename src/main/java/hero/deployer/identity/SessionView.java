package hero.deployer.identity;

import java.util.List;

/** The one who is signed in, as JSON. */
record SessionView(String username, String name, List<RoleView> roles, boolean mustChangePassword) {

    static SessionView of(Caller caller) {
        return new SessionView(
                caller.username(),
                caller.name(),
                caller.grants().stream().map(RoleView::of).toList(),
                caller.mustChangePassword());
    }
}
