package hero.deployer.testing;

/** Counts what stand-in agents of one event loop did. */
final class StubTally {
    long requests;
    long probes;
    long installs;
    long done;
    int inFlight;
    int mostInFlight;

    void begun() {
        installs++;
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
    }

    void ended() {
        done++;
        inFlight--;
    }

    /** From here on, besides what is in flight. */
    void restart() {
        requests = 0;
        probes = 0;
        installs = 0;
        done = 0;
        mostInFlight = inFlight;
    }
}
