package hero.deployer.agent.archive;

import java.io.IOException;
import java.io.InputStream;

/**
 * Takes what an artifact holds, in an order in which it can be made. Paths are relative, without {@code .} and {@code ..}, and never lead
 * through a link; every folder comes before what is in it, and links come last.
 */
public interface ArtifactSink {
    /** Wants nothing: for a check. */
    ArtifactSink NONE = new ArtifactSink() {};

    /** Something that was there is replaced: its last entry counts. */
    default void remove(String path) throws IOException {}

    default void folder(String path) throws IOException {}

    /** @param content to be read or left, valid until this returns */
    default void file(String path, boolean executable, InputStream content) throws IOException {}

    /** @param target the path of a file that is there */
    default void hardLink(String path, String target) throws IOException {}

    /** @param target as written: relative, and found to lead to something in the artifact */
    default void symbolicLink(String path, String target) throws IOException {}
}
