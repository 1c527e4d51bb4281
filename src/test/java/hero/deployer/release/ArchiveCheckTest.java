package hero.deployer.release;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ArchiveCheckTest {
    private static final long PLENTY = 1L << 30;

    @TempDir
    Path folder;

    @Test
    void acceptsRunAtTheRootHoweverItIsWritten() throws Exception {
        assertThat(fault(Archives.of(Archives.entry("run", 0755, "x")))).isEmpty();
        assertThat(fault(Archives.of(Archives.entry("./run", 0700, "x")))).isEmpty();
        assertThat(fault(Archives.good("behind other entries"))).isEmpty();
    }

    @Test
    void refusesAnArchiveWithoutIt() throws Exception {
        assertThat(fault(Archives.of(Archives.entry("bin/run", 0755, "x"))))
                .hasValueSatisfying(fault -> assertThat(fault).contains("no executable"));
        assertThat(fault(Archives.of(Archives.entry("runner", 0755, "x")))).isPresent();
    }

    @Test
    void refusesARunThatCannotBeRun() throws Exception {
        assertThat(fault(Archives.of(Archives.entry("run", 0644, "x"))))
                .hasValueSatisfying(fault -> assertThat(fault).contains("not executable"));
        assertThat(fault(Archives.of(Archives.entry("run/", 0755, "")))).isPresent();
    }

    @Test
    void refusesWhatIsCutOff() throws Exception {
        byte[] whole = Archives.large(100_000);

        assertThat(fault(Arrays.copyOf(whole, 50_000))).contains("is not a whole .tar.gz archive");
    }

    @Test
    void stopsLookingInABomb() throws Exception {
        byte[] bomb =
                Archives.of(Archives.entry("zeros", 0644, "\0".repeat(5_000_000)), Archives.entry("run", 0755, "x"));

        var fault = ArchiveCheck.fault(write(bomb), 1_000_000);

        assertThat(bomb.length).isLessThan(50_000);
        assertThat(fault).isPresent();
        assertThat(ArchiveCheck.fault(write(bomb), PLENTY)).isEmpty();
    }

    private java.util.Optional<String> fault(byte[] archive) throws Exception {
        return ArchiveCheck.fault(write(archive), PLENTY);
    }

    private Path write(byte[] bytes) throws Exception {
        return Files.write(folder.resolve("a.tar.gz"), bytes);
    }
}
