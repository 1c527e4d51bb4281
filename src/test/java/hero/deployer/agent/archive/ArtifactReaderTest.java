package hero.deployer.agent.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static hero.deployer.agent.archive.RawTar.concat;
import static hero.deployer.agent.archive.RawTar.gzip;
import static hero.deployer.agent.archive.RawTar.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What is an artifact and what is not, in the words that a person gets. */
class ArtifactReaderTest {
    private static final String GOOD_RUN = "#!/bin/sh\nexec true\n";
    private static final long PLENTY = 8L << 30;

    /** Keeps what would be on the disk. */
    private static final class Memory implements ArtifactSink {
        final Map<String, String> all = new TreeMap<>();

        @Override
        public void remove(String path) {
            all.remove(path);
        }

        @Override
        public void folder(String path) {
            all.put(path, "/");
        }

        @Override
        public void file(String path, boolean executable, InputStream content) throws IOException {
            all.put(path, new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }

        @Override
        public void hardLink(String path, String target) {
            all.put(path, Objects.requireNonNull(all.get(target)));
        }

        @Override
        public void symbolicLink(String path, String target) {
            all.put(path, "-> " + target);
        }
    }

    private static Map<String, String> read(byte[] archive) throws Exception {
        var memory = new Memory();
        ArtifactReader.read(new ByteArrayInputStream(archive), archive.length, PLENTY, memory);
        return memory.all;
    }

    private static ArchiveException refusal(byte[] archive) {
        var refused = catchThrowableOfType(ArchiveException.class, () -> read(archive));
        assertThat(refused).isNotNull();
        return refused;
    }

    private static byte[] brought(String name) throws IOException {
        try (var in = Objects.requireNonNull(ArtifactReaderTest.class.getResourceAsStream("/cases/" + name))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gzip-crc-wrong.tar.gz | gzip's own checksum is wrong
            truncated.tar.gz      | is cut off
            crlf-run.tar.gz       | Windows line ends (CR LF)
            """)
    void refusesWhatPeopleBroughtAndSaysWhy(String file, String why) throws Exception {
        assertThat(refusal(brought(file))).hasMessageContaining(why);
    }

    @Test
    void ofAPathThatIsThereTwiceTheLastOneCounts() throws Exception {
        assertThat(read(brought("dup-path.tar.gz")).get("msg.txt")).hasSize(14);
    }

    @ParameterizedTest
    @MethodSource
    void takesWhatIsGood(String what, byte[] archive) throws Exception {
        assertThat(read(archive)).as(what).containsKey("run");
    }

    static Stream<Arguments> takesWhatIsGood() {
        var plain = new RawTar().run(GOOD_RUN);
        var tar = plain.tar();
        return Stream.of(
                arguments("plain", plain.gz()),
                arguments(
                        "with ./",
                        new RawTar()
                                .entry('5', "./", 0755, "", "")
                                .entry('0', ".//./run", 0700, "x", "")
                                .gz()),
                arguments("a program without #!", new RawTar().run("x").gz()),
                arguments("a binary", new RawTar().run("\u007fELF\0\r\n").gz()),
                arguments(
                        "setuid", new RawTar().entry('0', "run", 04755, "x", "").gz()),
                arguments(
                        "only its owner may run it",
                        new RawTar().entry('0', "run", 0700, "x", "").gz()),
                arguments(
                        "run as a link",
                        new RawTar()
                                .entry('0', "bin/start", 0755, "x", "")
                                .link('2', "run", "bin/start")
                                .gz()),
                arguments(
                        "run as a hard link",
                        new RawTar()
                                .entry('0', "start", 0755, "x", "")
                                .link('1', "run", "start")
                                .gz()),
                arguments(
                        "replaced by a good one",
                        new RawTar().run("#!/bin/sh\r\n").run(GOOD_RUN).gz()),
                arguments(
                        "members one behind the other",
                        concat(gzip(Arrays.copyOf(tar, 700)), gzip(Arrays.copyOfRange(tar, 700, tar.length)))),
                arguments("zeros behind", concat(plain.gz(), new byte[5000])),
                arguments("zeros behind tar's end", gzip(concat(tar, new byte[7777]))),
                arguments("one zero block", gzip(Arrays.copyOf(plain.open(), plain.open().length + 512))),
                arguments(
                        "pax path",
                        new RawTar()
                                .pax(record("path", "ü".repeat(100)), record("mtime", "1.5"))
                                .file("short", "x")
                                .run("x")
                                .gz()),
                arguments(
                        "taken back",
                        new RawTar()
                                .pax(record("path", "a"), record("path", ""))
                                .run("x")
                                .gz()),
                arguments(
                        "a volume's label",
                        new RawTar().entry('V', "label", 0, "", "").run("x").gz()),
                arguments(
                        "python with CR LF below",
                        new RawTar()
                                .run("#!/usr/bin/env python3\nimport os\r\n")
                                .gz()),
                arguments(
                        "one line with CR",
                        new RawTar().run("#!/bin/sh\nprintf 'a\r\n'\nexec x\n").gz()));
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatIsNot(String why, byte[] archive) {
        assertThat(refusal(archive)).hasMessageContaining(why);
    }

    static Stream<Arguments> refusesWhatIsNot() {
        var good = new RawTar().run(GOOD_RUN);
        var gz = good.gz();
        return Stream.of(
                arguments("no bytes at all", new byte[0]),
                arguments("is no .tar.gz, but something else", "hello".getBytes(StandardCharsets.UTF_8)),
                arguments("a plain tar", good.tar()),
                arguments("a zip archive", bytes(0x50, 0x4b, 3, 4, 20, 0)),
                arguments("but xz", bytes(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0)),
                arguments("but zstd", bytes(0x28, 0xb5, 0x2f, 0xfd, 1)),
                arguments("a web page", "<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8)),
                arguments("no tar in it, but gzip", gzip(concat(gz, new byte[600]))),
                arguments("is empty", gzip(new byte[0])),
                arguments("is empty", gzip(new byte[1024])),
                arguments("is empty", gzip(new byte[10_240])),
                arguments(
                        "is empty", new RawTar().entry('5', "./", 0755, "", "").gz()),
                arguments("in a gzip header", Arrays.copyOf(gz, 6)),
                arguments("is cut off", Arrays.copyOf(gz, gz.length - 9)),
                arguments("before gzip's own checksum", Arrays.copyOf(gz, gz.length - 3)),
                arguments("gzip's own length", changed(gz, gz.length - 1)),
                arguments("gzip's own checksum", changed(gz, gz.length - 6)),
                arguments("bytes behind its end", concat(gz, bytes(7))),
                arguments(
                        "bytes behind its end",
                        concat(gz, new byte[3], "x".repeat(9000).getBytes(StandardCharsets.UTF_8))),
                arguments("gzip header cannot be read", concat(gz, bytes(0x1f, 0x8b, 9, 0, 0, 0, 0, 0, 0, 0))),
                arguments("behind tar's end mark", gzip(concat(good.tar(), good.tar()))),
                arguments("behind tar's end mark", gzip(concat(good.open(), new byte[512], good.tar()))),
                arguments("without tar's end mark", gzip(good.open())),
                arguments("in the middle of an entry: run", gzip(Arrays.copyOf(good.open(), 530))),
                arguments("what follows an entry is no tar header: run", gzip(concat(good.open(), bytesOf(600)))),
                arguments("its size is no number".replace("its", "whose"), sized("0000009")),
                arguments("whose size is no number", sized("-0000001")),
                arguments(
                        "whose size is no number",
                        sized("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")),
                arguments(
                        "in the middle of an entry",
                        sized("\u0080\0\0\0\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
                                .replace("\0\0\0\u007f", "\0\0\0\0"))),
                arguments("its root", new RawTar().file("readme", "x").gz()),
                arguments(
                        "it is in: app/run",
                        new RawTar()
                                .entry('5', "app/", 0755, "", "")
                                .entry('0', "app/run", 0755, "x", "")
                                .gz()),
                arguments(
                        "one of another name: run.sh",
                        new RawTar().entry('0', "run.sh", 0755, "x", "").gz()),
                arguments(
                        "mode 0655",
                        new RawTar().entry('0', "run", 0655, "x", "").gz()),
                arguments("mode 0644", new RawTar().file("run", "x").gz()),
                arguments(
                        "is a folder",
                        new RawTar().entry('0', "run/", 0755, "", "").gz()),
                arguments(
                        "is a folder",
                        new RawTar().entry('5', "run", 0755, "", "").gz()),
                arguments("\"run\" that is empty", new RawTar().run("").gz()),
                arguments(
                        "byte order mark",
                        new RawTar().run("\u00ef\u00bb\u00bf#!/bin/sh\n").gz()),
                arguments("UTF-16", new RawTar().run("\u00ff\u00fe#\0!\0").gz()),
                arguments("a Windows program", new RawTar().run("MZ\0\1").gz()),
                arguments(
                        "CR LF",
                        new RawTar()
                                .run("#!/usr/bin/env python3\r\nimport os\n")
                                .gz()),
                arguments("CR LF", new RawTar().run("exec java\r\n").gz()),
                arguments(
                        "CR LF",
                        new RawTar().run("#!/bin/bash\ncd x\r\nexec java\r\n").gz()),
                arguments(
                        "end in CR", new RawTar().run("#!/bin/sh\rexec java\r").gz()),
                arguments(
                        "CR LF",
                        new RawTar()
                                .entry('0', "start", 0755, "x\r\n", "")
                                .link('2', "run", "start")
                                .gz()),
                arguments(
                        "not executable",
                        new RawTar()
                                .file("start", "x")
                                .link('1', "run", "start")
                                .gz()),
                arguments(
                        "absolute path, which leaves its folder: /etc/x",
                        new RawTar().file("/etc/x", "x").gz()),
                arguments(
                        "leaves its folder: a/../b",
                        new RawTar().file("a/../b", "x").gz()),
                arguments(
                        "takes the place of the folder itself",
                        new RawTar().file("./.", "x").gz()),
                arguments(
                        "absolute path, which leaves its folder: run",
                        new RawTar().link('2', "run", "/bin/sh").gz()),
                arguments(
                        "link that leaves its folder: run",
                        new RawTar().link('2', "run", "../run").gz()),
                arguments(
                        "leads nowhere: x",
                        new RawTar().run("x").link('2', "x", "y").gz()),
                arguments(
                        "leads nowhere: x",
                        new RawTar().run("x").link('2', "x", "run/").gz()),
                arguments(
                        "in a circle: a",
                        new RawTar().run("x").link('2', "a", "a").gz()),
                arguments(
                        "links to what is not in it: h",
                        new RawTar().run("x").link('1', "h", "nothing").gz()),
                arguments(
                        "below a file or a link: run/x",
                        new RawTar().run("x").file("run/x", "x").gz()),
                arguments(
                        "neither file, folder nor link: pipe",
                        new RawTar().link('6', "pipe", "").gz()),
                arguments(
                        "neither file, folder nor link: dev",
                        new RawTar().link('3', "dev", "").gz()),
                arguments(
                        "no file but has contents: l",
                        new RawTar().entry('2', "l", 0777, "abc", "x").gz()),
                arguments(
                        "sparse file, make it with tar without -S: s",
                        new RawTar()
                                .pax(record("GNU.sparse.major", "1"), record("GNU.sparse.name", "s"))
                                .file("GNUSparseFile.0/s", "x")
                                .gz()),
                arguments(
                        "neither file, folder nor link: s",
                        new RawTar().entry('S', "s", 0644, "", "").gz()),
                arguments(
                        "not UTF-8",
                        gzip(concat(RawTar.header('0', bytes('m', 0xfc), 0644, "00000000000", ""), new byte[1024]))),
                arguments(
                        "more than 255 bytes",
                        new RawTar()
                                .pax(record("path", "x".repeat(256)))
                                .file("x", "")
                                .gz()),
                arguments(
                        "more than 1024 bytes",
                        new RawTar()
                                .pax(record("path", "x/".repeat(600)))
                                .file("x", "")
                                .gz()),
                arguments(
                        "pax header cannot be read",
                        new RawTar()
                                .pax("99999999999999999999 path=x\n")
                                .run("x")
                                .gz()),
                arguments(
                        "pax header cannot be read",
                        new RawTar().pax("+8 pa=x\n").run("x").gz()),
                arguments(
                        "pax header cannot be read",
                        new RawTar().pax("3 \n").run("x").gz()),
                arguments(
                        "for all its entries",
                        new RawTar()
                                .entry('g', "g", 0644, record("size", "5"), "")
                                .run("x")
                                .gz()),
                arguments("too many headers", many()),
                arguments(
                        "stands before no entry",
                        new RawTar()
                                .run("x")
                                .entry('L', "././@LongLink", 0, "name", "")
                                .gz()));
    }

    private static byte[] many() {
        var tar = new RawTar();
        for (int i = 0; i < 20; i++) {
            tar.pax(record("mtime", "1"));
        }
        return tar.run("x").gz();
    }

    private static byte[] sized(String size) {
        return gzip(concat(RawTar.header('0', "odd".getBytes(StandardCharsets.UTF_8), 0644, size, ""), new byte[1024]));
    }

    private static byte[] changed(byte[] bytes, int at) {
        var changed = bytes.clone();
        changed[at] ^= 0x55;
        return changed;
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] bytesOf(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    @Test
    void namesAnEntryInOnePrintableLineWithItsEnd() {
        var name = "a\n\u001b[31m" + "b".repeat(300) + "/../end";
        var refused =
                refusal(new RawTar().pax(record("path", name)).file("x", "").gz());

        assertThat(refused.entry()).hasSizeLessThan(170).startsWith("a??[31m").endsWith("/../end");
        assertThat(refused.getMessage()).doesNotContain("\n");
    }

    @Test
    void allThatComesOutCountsHeadersToo() {
        var tar = new RawTar();
        for (int i = 0; i < 50; i++) {
            tar.pax(record("comment", "x".repeat(60_000))).file("f" + i, "");
        }
        var bomb = tar.run("x").gz();
        var refused = catchThrowableOfType(
                ArchiveException.class,
                () -> ArtifactReader.read(new ByteArrayInputStream(bomb), bomb.length, 1_000_000, ArtifactSink.NONE));

        assertThat(refused).hasMessageContaining("more than it may");
    }

    @Test
    void aBombEndsEarlyWhateverTheLimit() {
        var bomb = new RawTar().file("zeros", "\0".repeat(80 << 20)).run("x").gz();

        assertThat(refusal(bomb)).hasMessageContaining("more than it may");
    }

    @Test
    void entangledLinksEnd() {
        var tar = new RawTar().run("x").entry('5', "d", 0755, "", "");
        tar.link('2', "l0", "d");
        for (int i = 1; i < 40; i++) {
            tar.link('2', "l" + i, "l" + (i - 1) + "/../l" + (i - 1));
        }

        assertThat(refusal(tar.gz())).hasMessageContaining("link");
    }

    @ParameterizedTest
    @ValueSource(ints = {99_999, 100_001})
    void entriesAreBounded(int count) throws Exception {
        var tar = new RawTar().run("x");
        for (int i = 0; i < count - 1; i++) {
            tar.file("f" + i, "");
        }
        var packed = tar.gz();

        if (count < 100_000) {
            assertThat(read(packed)).hasSize(count);
        } else {
            assertThat(refusal(packed)).hasMessageContaining("100000 entries");
        }
    }

    @Test
    void foldersThatNamesImplyAreBounded() {
        var tar = new RawTar();
        for (int i = 0; i < 1_000; i++) {
            tar.pax(record("path", ("f" + i + "/").repeat(150) + "x")).file("x", "");
        }

        assertThat(refusal(tar.gz())).hasMessageContaining("files and folders");
    }
}
