package hero.deployer.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

import hero.deployer.instance.AgentTokens;
import hero.deployer.testing.Fleet;

/** A refresh whose members take 2 s each, against arithmetic and against curl, which does bare PUTs that are held for 2 s. */
final class RefreshCase implements Case {
    private static final int INSTALL_MILLIS = 2_000;

    private final int size;
    private final int parallel;
    private final boolean againstCurl;
    private @Nullable RefreshLab refresh;
    private @Nullable Path calls;

    RefreshCase(int size, int parallel, boolean againstCurl) {
        this.size = size;
        this.parallel = parallel;
        this.againstCurl = againstCurl;
    }

    @Override
    public void prepare(Lab lab) throws Exception {
        refresh = RefreshLab.start(lab, size, parallel);
        refresh.installMillis(INSTALL_MILLIS);
        if (againstCurl) {
            // a fleet that no deployer knows, or the numbers of the commands would mix
            var apart = lab.fleet(size, Seed.PREFIX);
            apart.behave(0, size, "installMillis=10 putMillis=" + INSTALL_MILLIS);
            calls = lab.folder().resolve("curl.conf");
            Files.writeString(calls, calls(apart));
        }
    }

    private String calls(FleetProcess fleet) {
        var tokens = new AgentTokens(Optional.of(Lab.FLEET_KEY));
        var text = new StringBuilder();
        for (int index = 0; index < size; index++) {
            var command = new JsonObject()
                    .put("operation", "curl")
                    .put("fence", 1)
                    .put("version", "2.0.0")
                    .put("sha256", "0".repeat(64))
                    .put("size", 1)
                    .put("mirror", "http://127.0.0.1:9/");
            text.append(index == 0 ? "" : "next\n")
                    .append("url = http://" + Fleet.host(index) + ":" + fleet.port() + "/v1/build\n")
                    .append("request = PUT\nsilent\noutput = /dev/null\n")
                    .append("header = \"Authorization: Bearer " + tokens.token(Seed.PREFIX + (index + 1), 1) + "\"\n")
                    .append("data = "
                            + JsonObject.mapFrom(Map.of("x", command.encode()))
                                    .encode()
                                    .substring(5)
                                    .replaceFirst("}$", "")
                            + "\n");
        }
        return text.toString();
    }

    @Override
    public Sample measure(Lab lab) throws Exception {
        if (refresh == null) {
            throw new IllegalStateException("not prepared");
        }
        var sample = refresh.run();
        if (calls != null) {
            double cpu = ProcessStat.cpuSecondsOfEndedChildren();
            long began = System.nanoTime();
            var curl = new ProcessBuilder(List.of(
                            "curl", "-s", "-Z", "--parallel-max", Integer.toString(parallel), "-K", calls.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!curl.waitFor(10, TimeUnit.MINUTES) || curl.exitValue() != 0) {
                throw new IllegalStateException("curl failed");
            }
            sample.with("curlSeconds", (System.nanoTime() - began) / 1e9)
                    .with("curlCpu", (ProcessStat.cpuSecondsOfEndedChildren() - cpu) / size);
        }
        return sample;
    }

    @Override
    public void report(Sample medians, Table table) {
        double ideal = (double) size / parallel * INSTALL_MILLIS / 1000;
        var name = "refresh of %,d, %,d at once: ".formatted(size, parallel);
        table.ratio(name + "s, against the ideal", medians.get("seconds"), ideal, againstCurl ? 1.05 : 1.3);
        table.most(name + "most in flight", medians.get("mostInFlight"), parallel);
        if (againstCurl) {
            table.note(name + "s, against curl", medians.get("seconds"), medians.get("curlSeconds"));
            table.note(name + "CPU-s a member, against curl", medians.get("cpu"), medians.get("curlCpu"));
            table.most(name + "CPU-s a member", medians.get("cpu"), 0.005);
        } else {
            table.most(name + "MiB of heap growth", medians.get("heapGrowth"), 100);
            table.note(name + "CPU-s a member", medians.get("cpu"));
        }
        table.note(name + "CPU-s of PostgreSQL a member", medians.get("databaseCpu"));
    }
}
