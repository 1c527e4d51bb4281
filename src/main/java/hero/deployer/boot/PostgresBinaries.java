package hero.deployer.boot;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, which come with the product as an archive on its class path. */
final class PostgresBinaries {
    private static final String ARCHIVE = "postgres-linux-x86_64.txz";
    private static final int OWNER_EXECUTES = 0100;

    private PostgresBinaries() {}

    /** The folder with {@code bin/}, unpacked into {@code cache} if it is not there yet. */
    static Path unpackedIn(Path cache) throws IOException {
        if (Files.exists(cache.resolve("bin/postgres"))) {
            return cache;
        }
        var half = cache.resolveSibling(cache.getFileName() + ".new");
        Folders.delete(half);
        Files.createDirectories(half);
        try (var archive = open()) {
            unpack(archive, half);
        }
        Folders.delete(cache);
        Files.move(half, cache);
        return cache;
    }

    private static TarArchiveInputStream open() throws IOException {
        InputStream resource = Thread.currentThread().getContextClassLoader().getResourceAsStream(ARCHIVE);
        if (resource == null) {
            throw new FileNotFoundException(
                    "no embedded PostgreSQL for this platform; set QUARKUS_DATASOURCE_REACTIVE_URL and"
                            + " QUARKUS_DATASOURCE_JDBC_URL to use your own");
        }
        return new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(resource)));
    }

    private static void unpack(TarArchiveInputStream archive, Path into) throws IOException {
        TarArchiveEntry entry;
        while ((entry = archive.getNextEntry()) != null) {
            var target = into.resolve(entry.getName()).normalize();
            if (!target.startsWith(into)) {
                throw new IOException("the archive leaves its folder: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else if (entry.isSymbolicLink()) {
                Files.createDirectories(target.getParent());
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else {
                Files.createDirectories(target.getParent());
                Files.copy(archive, target);
                var executable = (entry.getMode() & OWNER_EXECUTES) != 0;
                Files.setPosixFilePermissions(
                        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
