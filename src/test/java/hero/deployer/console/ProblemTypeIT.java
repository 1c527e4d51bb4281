package hero.deployer.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

import hero.deployer.console.openapi.ProblemTypeCatalog;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** Each problem's type leads to what it means and what to do. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class ProblemTypeIT {
    /** How a type is named where it arises: its slug, then its title, in one call. */
    private static final Pattern ARISES =
            Pattern.compile("(?:ProblemException\\s*\\.(?:of|conflict)|\\brefuse|Replies\\.problem|\\brefusal)"
                    + "\\([^;]{0,400}?\"([a-z0-9]+(?:-[a-z0-9]+)*)\",\\s*\"[A-Z]");

    @Test
    void aProgramReadsWhatATypeMeans() {
        RestAssured.given()
                .accept("application/json")
                .get("/problems/node-full")
                .then()
                .statusCode(200)
                .body("type", equalTo("/problems/node-full"))
                .body("status", equalTo(java.util.List.of(409)))
                .body("next", containsString("node"))
                .body("members.roomFor", containsString("fit"));
        RestAssured.given()
                .accept("application/json")
                .get("/problems")
                .then()
                .statusCode(200)
                .body("$", hasSize(ProblemTypeCatalog.load().all().size()));
    }

    @Test
    void aPersonReadsItAsAPage() {
        RestAssured.given()
                .accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .get("/problems/node-full")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("<h1>Node full</h1>"))
                .body(containsString("What to do"));
    }

    @Test
    void anUnknownTypeIsNotFound() {
        RestAssured.given()
                .accept("application/json")
                .get("/problems/no-such-type")
                .then()
                .statusCode(404)
                .body("type", equalTo("/problems/not-found"));
    }

    @Test
    void everyTypeThatArisesIsDescribed() throws IOException {
        var arising = new TreeSet<String>();
        try (var files = Files.walk(Path.of(System.getProperty("basedir", "."), "src/main/java/hero/deployer"))) {
            for (var file : files.filter(one ->
                            one.toString().endsWith(".java") && !one.toString().contains("/agent/"))
                    .toList()) {
                var found = ARISES.matcher(Files.readString(file));
                while (found.find()) {
                    arising.add(found.group(1));
                }
            }
        }

        assertThat(arising).hasSizeGreaterThan(30);
        assertThat(ProblemTypeCatalog.load().all().keySet()).containsAll(arising);
    }
}
