package hero.deployer.agent;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

class AgentDependenciesTest {

    @Test
    void knowsTheJdkAndOneJsonCodecOnly() {
        classes()
                .that()
                .resideInAPackage("hero.deployer.agent..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "hero.deployer.agent..",
                        "java..",
                        "com.sun.net.httpserver..",
                        "com.fasterxml.jackson.jr..",
                        "org.jspecify.annotations..")
                .because("its jar is shipped to every instance, and nothing else is")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("hero.deployer.agent"));
    }
}
