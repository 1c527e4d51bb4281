package hero.deployer.gateway;

import hero.deployer.instance.CockpitAddress.Cockpit;

/** What a request's {@code Host} makes of it. */
sealed interface Target {
    /** Somebody's cockpit: ours from here on, whether or not there is such an instance. */
    record Door(Cockpit cockpit) implements Target {}

    /** The console and its API. */
    record Console() implements Target {}

    /** A health probe, which may come under any name. */
    record Probe() implements Target {}

    /** No host of ours. */
    record Unknown() implements Target {}
}
