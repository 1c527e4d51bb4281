package hero.deployer.agent;

/** The agent was told to end while it waited; what is under way stays open in the journal and is begun again at the next start. */
final class ClosingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosingException() {
        super("the agent ends", null, false, false);
    }
}
