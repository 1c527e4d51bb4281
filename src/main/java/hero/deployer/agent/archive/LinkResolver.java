package hero.deployer.agent.archive;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import hero.deployer.agent.archive.ArtifactTree.Folder;
import hero.deployer.agent.archive.ArtifactTree.Leaf;
import hero.deployer.agent.archive.ArtifactTree.Link;
import hero.deployer.agent.archive.ArtifactTree.Node;

/** Follows symbolic links through the tree as a kernel would: {@code ..} leads to where one really is. */
final class LinkResolver {
    private static final int MOST_LINKS = 40;
    private static final long MOST_STEPS = 5_000_000;

    private long steps;

    /** Where a walk is: the folders from the root on, or a file. */
    private static final class Walk {
        final List<Folder> folders;

        @Nullable
        Leaf leaf;

        int links;

        Walk(List<Folder> folders) {
            this.folders = new ArrayList<>(folders);
        }

        Node end() {
            return leaf == null ? folders.getLast() : leaf;
        }
    }

    /**
     * Where the link leads.
     *
     * @param folders from the root to the one that holds the link
     * @throws ArchiveException when it leaves the artifact or leads nowhere, naming {@code path}
     */
    Node resolve(String path, List<Folder> folders, Link link) throws ArchiveException {
        var walk = new Walk(folders);
        follow(path, walk, link);
        return walk.end();
    }

    private void follow(String path, Walk walk, Link link) throws ArchiveException {
        var target = link.target();
        if (target.startsWith("/")) {
            throw ArchiveException.at(path, "holds a link to an absolute path, which leaves its folder");
        }
        if (++walk.links > MOST_LINKS) {
            throw ArchiveException.at(path, "holds a link that leads nowhere, but in a circle");
        }
        for (var name : target.split("/", -1)) {
            step(path, walk, name);
        }
    }

    private void step(String path, Walk walk, String name) throws ArchiveException {
        if (++steps > MOST_STEPS) {
            throw ArchiveException.at(path, "holds links that are too entangled to follow");
        }
        if (walk.leaf != null) {
            throw nowhere(path);
        }
        if (name.isEmpty() || name.equals(".")) {
            return;
        }
        if (name.equals("..")) {
            if (walk.folders.size() == 1) {
                throw ArchiveException.at(path, "holds a link that leaves its folder");
            }
            walk.folders.removeLast();
            return;
        }
        switch (walk.folders.getLast().children().get(name)) {
            case null -> throw nowhere(path);
            case Folder folder -> walk.folders.add(folder);
            case Leaf file -> walk.leaf = file;
            case Link link -> follow(path, walk, link);
        }
    }

    private static ArchiveException nowhere(String path) {
        return ArchiveException.at(path, "holds a link that leads nowhere");
    }
}
