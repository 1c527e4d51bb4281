package hero.deployer.boot;

import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The secrets a deployment makes for itself at its first start, kept in its data folder for its owner's eyes only.
 *
 * @param secret keys the hashes of one-time passwords
 * @param fleetKey agent tokens derive from it
 * @param databasePassword of the embedded PostgreSQL
 */
record Secrets(String secret, String fleetKey, String databasePassword) {
    private static final String FILE = "secrets.properties";
    private static final int BYTES = 32;

    /** Reads the folder's secrets, or makes them. Several replicas share them through the environment instead (README). */
    static Secrets in(Path data) throws IOException {
        var file = data.resolve(FILE);
        if (!Files.exists(file)) {
            make(file);
        }
        var found = new Properties();
        found.load(new StringReader(Files.readString(file)));
        return new Secrets(
                get(found, "secret", file), get(found, "fleetKey", file), get(found, "databasePassword", file));
    }

    private static String get(Properties found, String name, Path file) throws IOException {
        var value = found.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new IOException(
                    file + " lacks '" + name + "': restore the file, or move it away to make new secrets");
        }
        return value;
    }

    private static String randomHex(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void make(Path file) throws IOException {
        var random = new SecureRandom();
        var text = Stream.of("secret", "fleetKey", "databasePassword")
                .map(name -> name + "=" + randomHex(random) + "\n")
                .collect(Collectors.joining(
                        "", "# Made at the first start. Whoever reads this can sign in as any agent: keep it.\n", ""));
        var half = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(half);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(
                half, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            channel.write(StandardCharsets.UTF_8.encode(text));
            channel.force(true);
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
