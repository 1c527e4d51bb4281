package hero.deployer.instance;

/**
 * What an agent answered, whatever it is.
 *
 * @param status the HTTP status
 * @param body 64 KiB at the most
 */
record AgentAnswer(int status, byte[] body) {}
