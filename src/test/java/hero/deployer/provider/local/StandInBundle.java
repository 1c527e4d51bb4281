package hero.deployer.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import hero.deployer.testing.AgentStandIn;

/** A folder with a {@code bin/agent} that starts {@link AgentStandIn} on this JVM's own runtime. */
final class StandInBundle {
    private StandInBundle() {}

    static Path in(Path folder) throws IOException {
        String classes = AgentStandIn.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        var agent = Files.createDirectories(folder.resolve("bin")).resolve("agent");
        Files.writeString(agent, """
                #!/bin/sh
                exec "%s/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx32m -cp "%s" %s "$@"
                """.formatted(System.getProperty("java.home"), classes, AgentStandIn.class.getName()));
        Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }
}
