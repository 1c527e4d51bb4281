package hero.deployer.onboarding;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

/** Breaks a person's turns off at named points, as if the process had been killed there; notes every point that was passed. */
@ApplicationScoped
class BreakPoints implements FailPoint {
    private final Map<String, String> armed = new ConcurrentHashMap<>();
    private final Set<String> passed = ConcurrentHashMap.newKeySet();

    /** The next time {@code person}'s run comes to {@code point}, it breaks off there, once. */
    void arm(String person, String point) {
        armed.put(person, point);
    }

    boolean isArmed(String person) {
        return armed.containsKey(person);
    }

    Set<String> passed() {
        return passed;
    }

    @Override
    public void at(String name, Onboarding.Subject subject) {
        passed.add(name);
        if (armed.remove(subject.person(), name)) {
            throw new BrokenOff(name);
        }
    }

    /** As if the process had died. */
    static final class BrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenOff(String point) {
            super("broken off at " + point, null, false, false);
        }
    }
}
