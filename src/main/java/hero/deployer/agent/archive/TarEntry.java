package hero.deployer.agent.archive;

/**
 * One entry of a tar archive.
 *
 * @param type its type flag
 * @param name its path as written there
 * @param link what it links to, or empty
 * @param size the bytes that follow
 * @param mode who may do what with it, as by {@code chmod}
 */
record TarEntry(char type, String name, String link, long size, int mode) {
    private static final int OWNER_EXECUTES = 0100;

    /** Whether its owner may run it; who unpacks it owns it, so the other bits count for nobody here. */
    boolean executable() {
        return (mode & OWNER_EXECUTES) != 0;
    }
}
