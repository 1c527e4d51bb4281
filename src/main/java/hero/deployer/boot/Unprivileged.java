package hero.deployer.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How to run PostgreSQL, which refuses the superuser: as ourselves when we are not root, otherwise in a user namespace of its own, otherwise
 * as {@code nobody}.
 *
 * @param prefix goes before the command
 * @param changesOwner whether its files must belong to {@code nobody}
 */
record Unprivileged(List<String> prefix, boolean changesOwner) {
    private static final String NOBODY = "65534";

    static Unprivileged detect() throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new Unprivileged(List.of(), false);
        }
        return succeeds("unshare", "-U", "true")
                ? new Unprivileged(List.of("unshare", "-U"), false)
                : new Unprivileged(
                        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), true);
    }

    /** Gives a file or folder to the one who will run the server, where that is another user. */
    void own(Path path) throws IOException {
        if (changesOwner && Files.exists(path)) {
            var nobody = path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            Files.setOwner(path, nobody);
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
