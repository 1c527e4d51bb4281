package hero.deployer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The house of DESIGN §3 as data: arrows run downwards; on a floor only those that are drawn. */
class RoomsTest {
    private static final String ROOT = "hero.deployer.";

    /** A room, its floor, and the rooms of its own floor that it may import. */
    private record Room(int floor, String name, Set<String> beside, String because) {}

    private static final List<Room> ROOMS = List.of(
            room(0, "base", "it knows nothing but the libraries"),
            room(0, "boot", "it runs before Quarkus and knows nothing of the product"),
            room(1, "events", "the log knows opaque scopes only"),
            room(1, "audit", "it is append-only and asks nobody"),
            room(1, "task", "durable work tells of itself through the log", "events"),
            room(1, "mail", "a mail leaves as a durable task", "task"),
            room(1, "identity", "sign-ins are audited and told; reset mail may leave", "events", "audit", "mail"),
            room(1, "provider", "machines know no organization"),
            room(1, "agent", "the agent runs elsewhere, alone"),
            room(2, "release", "builds exist without anyone who runs them"),
            room(2, "setup", "a template knows no user of it"),
            room(2, "node", "room is counted for a setup", "setup"),
            room(2, "organization", "an organization is made from a setup and a channel", "setup", "release"),
            room(
                    2,
                    "instance",
                    "an instance belongs to an organization, on a node, with a build",
                    "organization",
                    "node",
                    "release"),
            room(3, "health", "it only looks and publishes"),
            room(3, "onboarding", "the last stage is a healthy answer", "health"),
            room(3, "refresh", "a member is refreshed when it is healthy on the new build", "health"),
            room(3, "removal", "taking away needs no other process"),
            room(4, "gateway", "a door imports no other door"),
            room(4, "console", "a door imports no other door"));

    private static Room room(int floor, String name, String because, String... beside) {
        return new Room(floor, name, Set.of(beside), because);
    }

    private static JavaClasses product;

    @BeforeAll
    static void importProduct() {
        product = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("hero.deployer");
    }

    @TestFactory
    Stream<DynamicTest> everyRoomImportsOnlyWhatItMay() {
        return ROOMS.stream()
                .map(room -> DynamicTest.dynamicTest(
                        room.name,
                        () -> noClasses()
                                .that()
                                .resideInAPackage(ROOT + room.name + "..")
                                .should()
                                .dependOnClassesThat(closedTo(room))
                                .because(room.because)
                                .allowEmptyShould(true)
                                .check(product)));
    }

    private static DescribedPredicate<JavaClass> closedTo(Room room) {
        var closed = new ArrayList<String>();
        for (var other : ROOMS) {
            var open = other.floor < room.floor || other.equals(room) || room.beside.contains(other.name);
            if (!open) {
                closed.add(ROOT + other.name + "..");
            }
        }
        return resideInAnyPackage(closed.toArray(String[]::new)).as("belong to a room that is closed to " + room.name);
    }

    @Test
    void everyClassLivesInARoom() {
        var rooms = ROOMS.stream().map(room -> ROOT + room.name + "..").toArray(String[]::new);
        classes()
                .should()
                .resideInAnyPackage(rooms)
                .because("a newcomer looks for a room first")
                .check(product);
    }

    @Test
    void theServerSeesOnlyTheProtocolOfTheAgent() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "agent..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "agent")
                .because("the agent runs elsewhere: only its wire records and what an artifact must be are shared")
                .check(product);
    }

    @Test
    void onlyTheRoomThatPublishesReadsArtifactsAsTheAgentDoes() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "agent..", ROOT + "release..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "agent.archive..")
                .because("what an agent would refuse must not be published, and nobody else takes artifacts in")
                .check(product);
        classes()
                .that()
                .resideInAPackage(ROOT + "agent.archive..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "agent.archive..", "java..", "org.jspecify..")
                .because("reading an archive is pure: it knows neither the agent nor the server")
                .check(product);
    }

    @Test
    void theAgentStandsAlone() {
        classes()
                .that()
                .resideInAPackage(ROOT + "agent..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "agent..",
                        "java..",
                        "javax..",
                        "com.sun.net.httpserver..",
                        "com.fasterxml.jackson.jr..",
                        "com.fasterxml.jackson.core..",
                        "org.jspecify..")
                .because("it is handed over as a small bundle: the JDK and one JSON codec")
                .check(product);
    }

    @Test
    void nobodyImportsAKindOfProvider() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "provider.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "provider.*..")
                .because("the kinds are found by their interface")
                .check(product);
        slices().matching(ROOT + "provider.(*)..")
                .should()
                .notDependOnEachOther()
                .because("kinds of provider see only the SPI")
                .allowEmptyShould(true)
                .check(product);
    }

    @Test
    void noRoomsGoInACircle() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(product);
    }

    @Test
    void baseStaysSmall() {
        var count = product.stream()
                .filter(found -> found.getPackageName().equals(ROOT + "base")
                        && found.isTopLevelClass()
                        && !found.getSimpleName().equals("package-info"))
                .count();
        org.assertj.core.api.Assertions.assertThat(count)
                .as("top-level classes in base")
                .isLessThanOrEqualTo(12);
    }
}
