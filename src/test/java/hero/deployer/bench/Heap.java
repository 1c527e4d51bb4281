package hero.deployer.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What lives in another JVM's heap. */
final class Heap {
    private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

    private Heap() {}

    /** MiB of what is reachable, after a collection. */
    static double liveMiB(long pid) throws IOException, InterruptedException {
        var jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        var histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        var total = TOTAL.matcher(histogram);
        return total.find() ? Long.parseLong(total.group(1)) / 1024.0 / 1024.0 : 0;
    }
}
