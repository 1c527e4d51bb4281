package hero.deployer.agent.archive;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import hero.deployer.agent.archive.ArtifactTree.Folder;
import hero.deployer.agent.archive.ArtifactTree.Leaf;
import hero.deployer.agent.archive.ArtifactTree.Link;
import hero.deployer.agent.archive.ArtifactTree.Node;

/** Whether there is a {@code run} at the root that can be run; else where it may have gone. */
final class RunCheck {
    static final String RUN = "run";

    private RunCheck() {}

    static void check(ArtifactTree tree, LinkResolver links) throws ArchiveException {
        var root = tree.root();
        var run = root.children().get(RUN);
        if (run instanceof Link link) {
            run = links.resolve(RUN, List.of(root), link);
        }
        switch (run) {
            case null -> throw missing(root);
            case Leaf leaf -> {
                if (leaf.fault() != null) {
                    throw ArchiveException.of(RUN, "has a \"run\" that " + leaf.fault());
                }
            }
            case Folder folder -> throw ArchiveException.of(RUN, "has a \"run\" that is a folder");
            case Link link -> throw new IllegalStateException("a link was not followed");
        }
    }

    private static ArchiveException missing(Folder root) {
        if (root.children().isEmpty()) {
            return new ArchiveException("is empty: there is nothing in it");
        }
        var deeper = deeper(root);
        if (deeper != null) {
            return ArchiveException.at(
                    deeper,
                    "has no executable \"run\" at its root, pack what is in the folder, not the folder; it is in");
        }
        var similar = root.children().keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).matches("run(?:\\.[a-z0-9]+)?"))
                .sorted()
                .findFirst();
        return similar.isPresent()
                ? ArchiveException.at(similar.get(), "has no executable \"run\" at its root, but one of another name")
                : new ArchiveException("has no executable \"run\" at its root");
    }

    private record Place(String path, Folder folder) {}

    /** The nearest {@code run} in a folder, or null. */
    private static @Nullable String deeper(Folder root) {
        var places = new ArrayDeque<Place>();
        places.add(new Place("", root));
        while (!places.isEmpty()) {
            var place = places.removeFirst();
            if (!place.path().isEmpty() && place.folder().children().get(RUN) instanceof Leaf) {
                return place.path() + RUN;
            }
            for (Map.Entry<String, Node> child : place.folder().children().entrySet()) {
                if (child.getValue() instanceof Folder folder) {
                    places.add(new Place(place.path() + child.getKey() + "/", folder));
                }
            }
        }
        return null;
    }
}
