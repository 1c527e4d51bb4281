package hero.deployer.agent;

/** Why an install cannot go on, in words for a person. */
final class InstallFailure extends Exception {
    private static final long serialVersionUID = 1L;

    InstallFailure(String message) {
        super(message, null, false, false);
    }
}
