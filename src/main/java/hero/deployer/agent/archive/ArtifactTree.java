package hero.deployer.agent.archive;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What an artifact unpacks to, by name: enough to tell where a link leads without a file system. */
final class ArtifactTree {
    /** One name in a folder. */
    sealed interface Node {}

    /** A folder; a child's path is its parent's and its own name. */
    record Folder(Map<String, Node> children) implements Node {
        Folder() {
            this(new HashMap<>(2));
        }
    }

    /**
     * A file. Most share one object: there may be a hundred thousand.
     *
     * @param fault what keeps it from being run, or null
     */
    record Leaf(@Nullable String fault) implements Node {
        static final Leaf PLAIN = new Leaf("is not executable by its owner, chmod 755 it");
        static final Leaf PROGRAM = new Leaf(null);
    }

    /** A symbolic link, as written. */
    record Link(String target) implements Node {}

    private final Folder root = new Folder();

    Folder root() {
        return root;
    }

    /** What is at this path, without going through links, or null. */
    @Nullable
    Node find(String[] path) {
        Node at = root;
        for (var name : path) {
            if (!(at instanceof Folder folder)) {
                return null;
            }
            var next = folder.children().get(name);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }
}
