package hero.deployer.provider.local;

import io.vertx.core.json.JsonObject;

/**
 * A process, told apart from a later one that got the same number.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since this machine booted
 * @param boot the kernel's name for that boot
 */
record ProcessId(long pid, long startTicks, String boot) {
    static ProcessId of(JsonObject json) {
        return new ProcessId(json.getLong("pid"), json.getLong("startTicks"), json.getString("boot", ""));
    }

    JsonObject json() {
        return new JsonObject().put("pid", pid).put("startTicks", startTicks).put("boot", boot);
    }
}
