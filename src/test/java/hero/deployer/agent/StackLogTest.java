package hero.deployer.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StackLogTest {
    @TempDir
    Path folder;

    @Test
    void keepsABoundedAmountHoweverMuchIsWritten() throws IOException {
        // Given
        var log = new StackLog(folder);
        var block = ("x".repeat(8_191) + "\n").getBytes(StandardCharsets.UTF_8);

        // When
        for (int i = 0; i < 400; i++) {
            log.write(block, block.length);
        }
        log.line("the last line");

        // Then
        long size = 0;
        for (var file : Disk.list(folder)) {
            size += Files.size(file);
        }
        assertThat(size).isLessThan(1_100_000);
        assertThat(log.tail(100)).endsWith("the last line\n");
        assertThat(log.tail(1 << 30)).hasSize(64 << 10);
    }

    @Test
    void cutsNoCharacterInTwo() throws IOException {
        // Given
        var log = new StackLog(folder);
        var text = "ä€𝄞".getBytes(StandardCharsets.UTF_8);
        log.write(text, text.length);

        // When, Then
        for (int tail = 0; tail <= text.length; tail++) {
            assertThat(log.tail(tail)).doesNotContain("\uFFFD");
        }
    }
}
