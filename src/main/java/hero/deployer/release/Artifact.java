package hero.deployer.release;

/** An artifact that the store holds whole. */
record Artifact(String sha256, long size) {}
