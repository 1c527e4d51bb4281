package hero.deployer.boot;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What each kind of setting takes, and what is said where it does not. */
class SettingRulesTest {
    private static final List<Setting> SETTINGS = SettingsCatalog.read();

    private static List<SettingFault> faults(Map<String, String> environment) throws IOException {
        return new SettingRules(SETTINGS, new GivenSettings(Map.of(), environment)).faults();
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', textBlock = """
            DEPLOYER_PORT                            | abc            | whole number, 1 to 65535
            DEPLOYER_PORT                            | 0              | whole number, 1 to 65535
            DEPLOYER_PORT                            | 65536          | whole number, 1 to 65535
            DEPLOYER_PORT                            | -1             | whole number, 1 to 65535
            DEPLOYER_PORT                            | 8080.5         | whole number, 1 to 65535
            DEPLOYER_PORT                            | 99999999999    | whole number, 1 to 65535
            DEPLOYER_PORT                            | tcp://10.0.0.1:80 | enableServiceLinks
            DEPLOYER_MAIL_PORT                       | smtp           | whole number, 1 to 65535
            DEPLOYER_MAIL_TLS                        | disabled       | must be one of off, optional, required, implicit
            DEPLOYER_MAIL_TLS                        | true           | must be one of off, optional, required, implicit
            DEPLOYER_MAIL_FROM                       | Hero           | must be an address such as
            DEPLOYER_MAIL_CA_FILE                    | /nowhere.pem   | readable file of certificates
            DEPLOYER_MAIL_FINGERPRINT                | 12:34          | SHA-256 in hex
            DEPLOYER_REMOVAL_SWEEP                   | automatic      | must be one of manual, auto
            DEPLOYER_URL                             | localhost:8391 | http://localhost:8391
            DEPLOYER_URL                             | deployer.lan   | http://deployer.lan
            DEPLOYER_URL                             | ftp://a.b      | http:// or https://
            DEPLOYER_URL                             | http:///x      | host
            DEPLOYER_URL                             | http://my_host | host
            DEPLOYER_URL                             | http://a.b/console | origin
            DEPLOYER_URL                             | http://a.b:99999 | port from 1 to 65535
            DEPLOYER_URL                             | http://a b     | address such as
            DEPLOYER_DOMAIN                          | http://a.b     | domain such as
            DEPLOYER_DOMAIN                          | *.a.b          | domain such as
            DEPLOYER_DOMAIN                          | 10.0.0.1       | domain such as
            DEPLOYER_DOMAIN                          | a.b:0          | port from 1 to 65535
            DEPLOYER_DOMAIN                          | a..b           | domain such as
            DEPLOYER_SECRET                          | short          | 16 characters or more
            DEPLOYER_FLEET_KEY                       | short          | 16 characters or more
            DEPLOYER_DEMO                            | yse            | true or false
            DEPLOYER_HEALTH_ENABLED                  | maybe          | true or false
            DEPLOYER_LOCAL_SLOTS                     | -1             | whole number, 0 to
            DEPLOYER_LOCAL_SLOTS                     | many           | whole number, 0 to
            DEPLOYER_HEALTH_INTERVAL                 | 5 seconds      | time such as 500ms
            DEPLOYER_HEALTH_INTERVAL                 | 0s             | time such as 500ms
            DEPLOYER_HEALTH_INTERVAL                 | -5s            | time such as 500ms
            DEPLOYER_HEALTH_CONCURRENCY              | 0              | whole number, 1 or more
            DEPLOYER_TASK_LEASE                      | 1m             | to 8s
            DEPLOYER_EVENTS_KEEP_COUNT               | 1e6            | whole number
            DEPLOYER_RELEASE_MAX_ARTIFACT            | big            | size such as 500M
            DEPLOYER_RELEASE_FETCH_ALLOW             | public,intranet | public, private, loopback
            DEPLOYER_RELEASE_FETCH_ALLOW             | 10.0.0.0/33    | public, private, loopback
            DEPLOYER_IDENTITY_HASHING_THREADS        | 0              | whole number, 1 to 64
            DEPLOYER_ADMIN_PASSWORD                  | a${b}          | plain dollar sign
            """)
    void aWrongValueIsNamedWithWhatIsAllowed(String name, String value, String allowed) throws IOException {
        var faults = faults(Map.of(name, value));

        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst().line()).startsWith(name).contains(allowed).matches("\\P{Cntrl}{20,400}");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', textBlock = """
            DEPLOYER_PORT                   | 8391
            DEPLOYER_PORT                   | ''
            DEPLOYER_MAIL_TLS               | REQUIRED
            DEPLOYER_MAIL_TLS               | off
            DEPLOYER_MAIL_FROM              | Hero <a@b>
            DEPLOYER_URL                    | https://deployer.example.org/
            DEPLOYER_URL                    | http://[::1]:8080
            DEPLOYER_DOMAIN                 | localhost
            DEPLOYER_DOMAIN                 | cockpits.example.net:8443
            DEPLOYER_DOMAIN                 | bücher.example
            DEPLOYER_LOCAL_SLOTS            | 0
            DEPLOYER_DEMO                   | false
            DEPLOYER_HEALTH_INTERVAL        | 500ms
            DEPLOYER_HEALTH_INTERVAL        | PT5S
            DEPLOYER_HEALTH_INTERVAL        | 5
            DEPLOYER_EVENTS_KEEP_AGE        | 14d
            DEPLOYER_RELEASE_MAX_ARTIFACT   | 2G
            DEPLOYER_RELEASE_FETCH_ALLOW    | public, 10.1.0.0/16,fd00::/8
            DEPLOYER_SECRET                 | sixteen letters.
            DEPLOYER_REFRESH_BAKE_SECONDS   | 0
            """)
    void aRightValueIsTaken(String name, String value) throws IOException {
        assertThat(faults(Map.of(name, value))).isEmpty();
    }

    @Test
    void everyDefaultIsAllowed() throws IOException {
        var check = new SettingCheck(new GivenSettings(Map.of(), Map.of()).config());
        for (var setting : SETTINGS) {
            var otherwise = setting.otherwise();
            if (otherwise != null && !otherwise.contains("${")) {
                assertThat(check.trouble(setting, otherwise))
                        .as(setting.property())
                        .isEmpty();
            }
        }
    }

    @Test
    void aSecretIsNeverShown() throws IOException {
        var lines = faults(Map.of("DEPLOYER_SECRET", "abc-hidden", "DEPLOYER_FLEET_KEY", "def-hidden"));

        assertThat(lines).hasSize(2).noneMatch(fault -> fault.line().contains("hidden"));
    }

    @Test
    void settingsThatMustFitEachOtherAreComparedWithDefaultsToo() throws IOException {
        assertThat(faults(Map.of("DEPLOYER_LOCAL_FIRST_PORT", "40000")))
                .singleElement()
                .extracting(SettingFault::line)
                .asString()
                .contains("DEPLOYER_LOCAL_FIRST_PORT=40000", "DEPLOYER_LOCAL_LAST_PORT, which is 31999");
        assertThat(faults(Map.of("DEPLOYER_TASK_LEASE", "1s"))).hasSize(1);
        assertThat(faults(Map.of("DEPLOYER_TASK_LEASE", "4s"))).isEmpty();
    }

    @Test
    void oneOfTwoThatBelongTogetherIsNotEnough() throws IOException {
        assertThat(faults(Map.of("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://db/x")))
                .singleElement()
                .extracting(SettingFault::line)
                .asString()
                .startsWith("QUARKUS_DATASOURCE_JDBC_URL: is not set");
        assertThat(faults(Map.of("DEPLOYER_MAIL_USERNAME", "u")))
                .singleElement()
                .extracting(SettingFault::name)
                .isEqualTo("DEPLOYER_MAIL_PASSWORD");
    }

    @Test
    void aPropertyIsCheckedLikeItsVariable() throws IOException {
        var given = new GivenSettings(Map.of("deployer.mail.tls", "disabled"), Map.of());

        assertThat(new SettingRules(SETTINGS, given).faults())
                .singleElement()
                .extracting(SettingFault::name)
                .isEqualTo("DEPLOYER_MAIL_TLS");
    }
}
