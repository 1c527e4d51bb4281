package hero.deployer.identity;

import java.util.List;

import org.junit.jupiter.api.Test;

import static hero.deployer.identity.Grant.EVERYWHERE;
import static hero.deployer.identity.Role.ADMIN;
import static hero.deployer.identity.Role.OPERATOR;
import static hero.deployer.identity.Role.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

class RightsTest {
    private static final List<Grant> PERSON = List.of(new Grant(ADMIN, "acme"), new Grant(VIEWER, "globex"));

    @Test
    void aCapThatTakesNothingAwayLeavesEverything() {
        assertThat(Rights.narrow(PERSON, Rights.ALL)).isEqualTo(PERSON);
    }

    @Test
    void aRoleIsLoweredAndNeverRaised() {
        assertThat(Rights.narrow(PERSON, new Grant(OPERATOR, EVERYWHERE)))
                .containsExactly(new Grant(OPERATOR, "acme"), new Grant(VIEWER, "globex"));
    }

    @Test
    void anOrganizationLeavesItsOwnGrantsOnly() {
        assertThat(Rights.narrow(PERSON, new Grant(ADMIN, "globex"))).containsExactly(new Grant(VIEWER, "globex"));
        assertThat(Rights.narrow(PERSON, new Grant(ADMIN, "other"))).isEmpty();
    }

    @Test
    void aGrantOverEverythingIsNarrowedToTheOrganization() {
        var everything = List.of(new Grant(ADMIN, EVERYWHERE));

        assertThat(Rights.narrow(everything, new Grant(VIEWER, "acme"))).containsExactly(new Grant(VIEWER, "acme"));
    }

    @Test
    void oneIncludesAnotherOnlyInRoleAndScope() {
        assertThat(Rights.includes(Rights.ALL, new Grant(VIEWER, "acme"))).isTrue();
        assertThat(Rights.includes(new Grant(ADMIN, "acme"), new Grant(ADMIN, EVERYWHERE)))
                .isFalse();
        assertThat(Rights.includes(new Grant(VIEWER, "acme"), new Grant(ADMIN, "acme")))
                .isFalse();
    }
}
