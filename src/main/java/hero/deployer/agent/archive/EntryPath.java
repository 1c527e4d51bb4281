package hero.deployer.agent.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Names as archives write them, taken apart: one that climbs is refused, also where it would come back. */
final class EntryPath {
    private static final int LONGEST_PATH = 1_024;
    private static final int LONGEST_NAME = 255;
    private static final char REPLACEMENT = '\uFFFD';

    private EntryPath() {}

    /** Its names from the root on; none for the root itself. */
    static String[] of(String name) throws ArchiveException {
        check(name, name);
        var names = Arrays.stream(name.split("/", -1))
                .filter(each -> !each.isEmpty() && !each.equals("."))
                .toArray(String[]::new);
        for (var each : names) {
            if (each.equals("..")) {
                throw ArchiveException.at(name, "holds a path that leaves its folder");
            }
            if (bytes(each) > LONGEST_NAME) {
                throw ArchiveException.at(name, "holds a name of more than " + LONGEST_NAME + " bytes");
            }
        }
        return names;
    }

    static String[] parent(String[] path) {
        return Arrays.copyOf(path, path.length - 1);
    }

    /** What a symbolic link says, unless no file system could keep it. */
    static String checkedTarget(String name, String target) throws ArchiveException {
        if (target.isEmpty()
                || target.indexOf(0) >= 0
                || target.indexOf(REPLACEMENT) >= 0
                || bytes(target) > LONGEST_PATH) {
            throw ArchiveException.at(name, "holds a link to a path that is refused");
        }
        return target;
    }

    private static void check(String name, String path) throws ArchiveException {
        if (path.startsWith("/")) {
            throw ArchiveException.at(name, "holds an absolute path, which leaves its folder");
        }
        if (path.indexOf(REPLACEMENT) >= 0) {
            throw ArchiveException.at(name, "holds a path that is not UTF-8");
        }
        if (path.isEmpty() || path.indexOf(0) >= 0) {
            throw ArchiveException.at(name, "holds a path that is refused");
        }
        if (bytes(path) > LONGEST_PATH) {
            throw ArchiveException.at(name, "holds a path of more than " + LONGEST_PATH + " bytes");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
