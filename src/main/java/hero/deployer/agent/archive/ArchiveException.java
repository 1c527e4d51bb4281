package hero.deployer.agent.archive;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** An archive is refused. The message is what a sentence about it goes on with, such as "holds a path that leaves its folder: ../x". */
public final class ArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String entry;

    ArchiveException(String why) {
        super(why);
        this.entry = null;
    }

    private ArchiveException(String why, String entry) {
        super(why);
        this.entry = entry;
    }

    static ArchiveException at(String entry, String why) {
        var shown = PrintableText.of(entry);
        return new ArchiveException(why + ": " + shown, shown);
    }

    /** For a message that names the entry itself. */
    static ArchiveException of(String entry, String why) {
        return new ArchiveException(why, PrintableText.of(entry));
    }

    static ArchiveException damaged(String how) {
        return new ArchiveException("is damaged: " + how);
    }

    static ArchiveException cutOff(String where) {
        return new ArchiveException("is cut off: it ends " + where);
    }

    /** The entry at fault, printable and shortened, or null when it is none's. */
    public @Nullable String entry() {
        return entry;
    }
}
