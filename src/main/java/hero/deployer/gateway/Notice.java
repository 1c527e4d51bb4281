package hero.deployer.gateway;

/**
 * Why a cockpit cannot be shown, to its own person.
 *
 * @param again whether it is worth trying again shortly
 */
record Notice(String title, String sentence, boolean again) {
    static final Notice NOT_YET = new Notice(
            "Your cockpit is being set up", "There is nothing to show yet. This takes a minute or two.", true);

    static final Notice DOWN = new Notice(
            "Your cockpit does not answer",
            "It may be starting, or moving to a new build. If it stays like this, tell whoever runs it for you.",
            true);

    static final Notice SLOW = new Notice(
            "Your cockpit takes too long",
            "It took the request but did not answer in time. If it stays like this, tell whoever runs it for you.",
            false);

    static final Notice GARBLED = new Notice(
            "Your cockpit's answer cannot be shown",
            "It answered, but not as a browser may be answered. If it stays like this, tell whoever runs it for you.",
            false);

    static final Notice AWAY =
            new Notice("We cannot check your login", "The deployer's database does not answer at this moment.", true);

    static final Notice CROWDED =
            new Notice("Too much at once", "As many requests as we take at once are under way.", true);
}
