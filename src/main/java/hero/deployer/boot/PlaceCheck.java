package hero.deployer.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Whether the folders and the address that the settings name can be used. Changes nothing. */
final class PlaceCheck {
    private static final int LAST_PORT = 65_535;

    private final GivenSettings given;

    PlaceCheck(GivenSettings given) {
        this.given = given;
    }

    List<SettingFault> faults() {
        var faults = new ArrayList<SettingFault>();
        folder("deployer.data", "data").ifPresent(faults::add);
        for (var property : List.of("deployer.artifacts", "deployer.release.artifacts", "deployer.local.machines")) {
            given.given(property).flatMap(path -> folder(property, path)).ifPresent(faults::add);
        }
        address().ifPresent(faults::add);
        if (!value("deployer.local.slots", "20").equals("0")) {
            bundle().ifPresent(faults::add);
        }
        if (value("deployer.demo", "false").equals("true")) {
            demo().ifPresent(faults::add);
        }
        return faults;
    }

    private String value(String property, String otherwise) {
        return given.value(property).orElse(otherwise);
    }

    private Optional<SettingFault> folder(String property, String otherwise) {
        var text = value(property, otherwise);
        var trouble = unusable(text);
        return trouble == null
                ? Optional.empty()
                : Optional.of(new SettingFault(
                        Setting.variable(property),
                        text,
                        trouble,
                        "Name a folder that the deployer's user may write to, and start again."));
    }

    /** Why nothing can be kept in a folder that there is or is to be; null: it can. */
    private static @Nullable String unusable(String text) {
        try {
            var path = Path.of(text).toAbsolutePath().normalize();
            for (var there = path; there != null; there = there.getParent()) {
                if (Files.exists(there)) {
                    return refusal(there);
                }
            }
            return "is nowhere.";
        } catch (InvalidPathException e) {
            return "is no name of a folder under this locale (with LC_ALL=C.UTF-8 it may be).";
        }
    }

    private static @Nullable String refusal(Path there) {
        if (!Files.isDirectory(there)) {
            return there + " is no folder.";
        }
        return Files.isWritable(there) && Files.isExecutable(there) ? null : there + " is not writable.";
    }

    private Optional<SettingFault> address() {
        var host = value("quarkus.http.host", "127.0.0.1");
        var text = value("quarkus.http.port", "8080");
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > LAST_PORT) {
            return Optional.of(new SettingFault(
                    "QUARKUS_HTTP_PORT", text, "must be a whole number, 1 to 65535.", "Use DEPLOYER_PORT instead."));
        }
        try {
            var address = InetAddress.getByName(host);
            var ofHost = listening(address, 0);
            if (ofHost != null) {
                return Optional.of(wrongHost(host, "is no address of this machine (" + ofHost + ")."));
            }
            var trouble = listening(address, Integer.parseInt(text));
            return trouble == null
                    ? Optional.empty()
                    : Optional.of(new SettingFault(
                            "DEPLOYER_PORT",
                            text,
                            "cannot be listened on at " + host + " (" + trouble + ").",
                            "Choose a free port, or end what has it, and start again."));
        } catch (UnknownHostException e) {
            return Optional.of(wrongHost(host, "is no address and no name that is known here."));
        }
    }

    private static SettingFault wrongHost(String host, String trouble) {
        return new SettingFault(
                "DEPLOYER_HOST", host, trouble, "Take 127.0.0.1 for this machine alone, 0.0.0.0 for every network.");
    }

    /** Listens for a moment; what the system says against it, or null. */
    private static @Nullable String listening(InetAddress address, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port), 1);
            return null;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Optional<SettingFault> bundle() {
        var property = given.given("deployer.local.agent-bundle").isPresent()
                ? "deployer.local.agent-bundle"
                : "deployer.agent-bundle";
        var text = value(property, "target/agent-bundle");
        return isThere(text, "bin/agent")
                ? Optional.empty()
                : Optional.of(
                        new SettingFault(
                                Setting.variable(property),
                                text,
                                "holds no agent (bin/agent is missing or cannot be run).",
                                "Name the bundle's folder (agent-bundle, beside quarkus-run.jar), or set DEPLOYER_LOCAL_SLOTS=0."));
    }

    private Optional<SettingFault> demo() {
        var text = value("deployer.demo-folder", "target/demo");
        return isThere(text, "")
                ? Optional.empty()
                : Optional.of(new SettingFault(
                        "DEPLOYER_DEMO_FOLDER",
                        text,
                        "is no folder.",
                        "Name the folder of the demo's builds, or set DEPLOYER_DEMO=false."));
    }

    private static boolean isThere(String folder, String program) {
        try {
            var path = Path.of(folder).resolve(program);
            return program.isEmpty() ? Files.isDirectory(path) : Files.isExecutable(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
