package hero.deployer.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnpackerTest {
    private static final long LIMIT = 1 << 20;

    @TempDir
    Path temporary;

    private Path root = Path.of("");

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(temporary.resolve("root"));
    }

    private void unpack(byte[] archive) throws IOException, InstallFailure, InterruptedException {
        Unpacker.unpack(new ByteArrayInputStream(archive), archive.length, root, LIMIT);
    }

    private void refuses(Archives archive, String why) {
        assertThatThrownBy(() -> unpack(archive.made()))
                .isInstanceOf(InstallFailure.class)
                .hasMessageContaining(why);
        assertThat(temporary.toFile().list()).containsExactly("root");
    }

    @Test
    void unpacksFilesFoldersProgramsAndLinksThatStayInside() throws Exception {
        // Given
        var archive = new Archives()
                .folder("./lib")
                .file("./lib/deep/er/a.txt", "hello")
                .program("run", "#!/bin/sh\n")
                .special('2', "lib/link", "deep/er/../er/a.txt")
                .special('1', "lib/hard", "lib/deep/er/a.txt");

        // When
        unpack(archive.made());

        // Then
        assertThat(root.resolve("lib/deep/er/a.txt")).hasContent("hello");
        assertThat(root.resolve("lib/link")).isSymbolicLink().hasContent("hello");
        assertThat(root.resolve("lib/hard")).hasContent("hello");
        assertThat(root.resolve("run")).isExecutable();
        assertThat(Files.isExecutable(root.resolve("lib/deep/er/a.txt"))).isFalse();
    }

    @Test
    void readsGnuAndPaxLongNames() throws Exception {
        // Given
        var gnu = "gnu-" + "x".repeat(150) + "/" + "y".repeat(150);
        var pax = "päx-" + "x".repeat(150) + "/" + "y".repeat(150);

        // When
        unpack(new Archives()
                .program("run", "x")
                .file(gnu, "1")
                .posix()
                .file(pax, "2")
                .made());

        // Then
        assertThat(root.resolve(gnu)).hasContent("1");
        assertThat(root.resolve(pax)).hasContent("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "a/../b", "..", "/etc/evil", "a/..", "./../evil"})
    void refusesPathsThatClimb(String path) {
        refuses(new Archives().file(path, "x"), "path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../outside", "a/../../outside", "nowhere"})
    void refusesSymbolicLinksThatLeaveOrDangle(String target) {
        refuses(new Archives().special('2', "link", target), "");
    }

    @Test
    void refusesALinkThatOnlyLeavesThroughAnother() {
        // a/b/c/up is the root itself, so that up/../.. climbs although its name does not
        refuses(
                new Archives()
                        .folder("a/b/c")
                        .special('2', "a/b/c/up", "../../..")
                        .special('2', "escape", "a/b/c/up/../.."),
                "leaves its folder");
    }

    @Test
    void neverWritesThroughALink() {
        // Given
        var archive = new Archives().special('2', "door", ".").file("door/inside", "x");

        // When
        refuses(archive, "below a file or a link: door/inside");

        // Then
        assertThat(root.resolve("inside")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../outside", "missing"})
    void refusesHardLinksToWhatIsNotInIt(String target) throws IOException {
        Files.writeString(temporary.resolve("outside"), "secret");
        assertThatThrownBy(
                        () -> unpack(new Archives().special('1', "link", target).made()))
                .isInstanceOf(InstallFailure.class);
        assertThat(root.resolve("link")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(chars = {'3', '4', '6', 'S', 'Z'})
    void refusesDevicesPipesAndTheUnknown(char type) {
        refuses(new Archives().special(type, "thing", ""), "neither file, folder nor link");
    }

    @Test
    void refusesABomb() {
        refuses(new Archives().zeros("big", (int) LIMIT + 1), "more than it may");
    }

    @Test
    void refusesABombOfManyFiles() {
        // Given
        var archive = new Archives();
        for (int i = 0; i < 20; i++) {
            archive.zeros("big-" + i, 100_000);
        }

        // When, Then
        refuses(archive, "more than it may");
    }

    @Test
    void ofWhatComesTwiceTheLastOneCounts() throws Exception {
        unpack(new Archives()
                .program("run", "first")
                .file("a", "1")
                .special('1', "kept", "a")
                .file("a", "2")
                .folder("becomes-file")
                .file("becomes-file", "f")
                .file("becomes-folder", "x")
                .folder("becomes-folder")
                .file("becomes-folder/in", "y")
                .file("becomes-link", "x")
                .special('2', "becomes-link", "a")
                .special('2', "was-link", "a")
                .file("was-link", "no link")
                .special('1', "a", "a")
                .program("run", "last")
                .made());

        assertThat(root.resolve("run")).isExecutable().hasContent("last");
        assertThat(root.resolve("a")).hasContent("2");
        assertThat(root.resolve("kept")).as("as GNU tar does").hasContent("1");
        assertThat(root.resolve("becomes-file")).isRegularFile();
        assertThat(root.resolve("becomes-folder/in")).hasContent("y");
        assertThat(root.resolve("becomes-link")).isSymbolicLink().hasContent("2");
        assertThat(root.resolve("was-link"))
                .hasContent("no link")
                .satisfies(file -> assertThat(Files.isSymbolicLink(file)).isFalse());
    }

    @Test
    void aFolderWithOthersInItIsNotReplaced() {
        refuses(new Archives().file("a/b", "x").file("a", "y"), "takes the place of a folder with others in it: a");
    }

    @Test
    void norByALink() {
        refuses(new Archives().file("a/b", "x").special('2', "a", "b"), "takes the place of a folder");
    }

    @Test
    void givesNoSpecialRights() throws Exception {
        unpack(new Archives().program("run", "x", 0106755).made());

        assertThat(root.resolve("run")).isExecutable();
        assertThat((int) Files.getAttribute(root.resolve("run"), "unix:mode") & 07000)
                .isZero();
    }

    @Test
    void refusesAnArchiveCutInTheMiddle() {
        // Given
        var archive = new Archives().zeros("a", 10_000).made();

        // When, Then
        assertThatThrownBy(() -> unpack(Arrays.copyOf(archive, archive.length - 20)))
                .isInstanceOf(InstallFailure.class)
                .hasMessageContaining("cut off");
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        // Given
        var garbage = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(garbage)) {
            gzip.write("garbage ".repeat(200).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        // When, Then
        assertThatThrownBy(() -> unpack(garbage.toByteArray())).isInstanceOf(InstallFailure.class);
        assertThatThrownBy(() -> unpack(new byte[] {1, 2, 3})).isInstanceOf(InstallFailure.class);
    }
}
