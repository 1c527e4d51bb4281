package hero.deployer.agent;

/**
 * One entry of a tar archive.
 *
 * @param type its type flag
 * @param name its path as written there
 * @param link what it links to, or empty
 * @param size the bytes that follow
 * @param executable whether its owner may run it
 */
record TarEntry(char type, String name, String link, long size, boolean executable) {}
