package hero.deployer.identity;

import java.util.List;

/** A person as JSON, with the roles that the reader may see. */
record PersonView(String username, String name, String email, List<RoleView> roles, boolean mustChangePassword) {}
