package hero.deployer.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Quarkus is told beside what it reads itself: what was made here, and what was given in another form than it takes. */
final class Offers {
    private Offers() {}

    /** Properties to set, by name. */
    static Map<String, String> make(List<Setting> settings, GivenSettings given, Path data, Secrets secrets) {
        var offers = new TreeMap<String, String>();
        // a variable that is there but blank would hide the default
        for (var setting : settings) {
            if (setting.otherwise() != null && given.given(setting.property()).isEmpty()) {
                offers.put(setting.property(), setting.otherwise());
            }
        }
        offers.put("deployer.data", data.toString());
        offers.put("deployer.secret", given.given("deployer.secret").orElse(secrets.secret()));
        offers.put("deployer.fleet-key", given.given("deployer.fleet-key").orElse(secrets.fleetKey()));
        offers.put("deployer.url", url(given));
        given.given("deployer.domain")
                .ifPresent(domain ->
                        offers.put("deployer.domain", CockpitDomain.of(domain).value()));
        for (var name : List.of("port", "host")) {
            if (given.given("quarkus.http." + name).isEmpty()) {
                given.given("deployer." + name).ifPresent(value -> offers.put("quarkus.http." + name, value));
            }
        }
        return offers;
    }

    /** As browsers write an origin. */
    private static String url(GivenSettings given) {
        return given.given("deployer.url")
                .map(url -> ConsoleUrl.of(url).value())
                .orElse("http://localhost:${quarkus.http.port}");
    }
}
