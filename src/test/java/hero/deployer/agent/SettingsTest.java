package hero.deployer.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {
    @TempDir
    Path folder;

    private AgentConfig config(Map<String, String> environment, String... more) throws IOException {
        var file = folder.resolve("agent.properties");
        Files.writeString(
                file,
                "instance=o1m1\nlisten=127.0.0.1:7000\nstackPort=7001\ndata=/tmp/x\ntokenSha256=" + "a".repeat(64));
        var arguments = new String[more.length + 2];
        arguments[0] = "--config";
        arguments[1] = file.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return AgentConfig.of(Settings.of(arguments, environment));
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        assertThat(config(Map.of()).stackPort()).isEqualTo(7001);
        assertThat(config(Map.of("HERO_AGENT_STACK_PORT", "7002")).stackPort()).isEqualTo(7002);
        assertThat(config(Map.of("HERO_AGENT_STACK_PORT", "7002"), "--stackPort=7003")
                        .stackPort())
                .isEqualTo(7003);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--stackPort=0",
                "--stackPort=x",
                "--listen=here",
                "--tokenSha256=abc",
                "--instance=",
                "stray",
                "--lonely"
            })
    void namesWhatIsWrong(String argument) {
        assertThatThrownBy(() -> config(Map.of(), argument)).isInstanceOf(IllegalArgumentException.class);
    }
}
