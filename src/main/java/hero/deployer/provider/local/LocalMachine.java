package hero.deployer.provider.local;

import io.vertx.core.json.JsonObject;

import hero.deployer.provider.Machine;
import hero.deployer.provider.MachineSpec;

/** What {@code machine.json} keeps of a machine for its whole life. */
record LocalMachine(
        String name, String organization, String node, int agentPort, int stackPort, String agentTokenSha256) {
    static final String HOST = "127.0.0.1";

    static LocalMachine of(MachineSpec spec, int agentPort, int stackPort) {
        return new LocalMachine(
                spec.name(), spec.organization(), spec.node(), agentPort, stackPort, spec.agentTokenSha256());
    }

    static LocalMachine of(JsonObject json) {
        return new LocalMachine(
                json.getString("name"),
                json.getString("organization"),
                json.getString("node"),
                json.getInteger("agentPort"),
                json.getInteger("stackPort"),
                json.getString("agentTokenSha256"));
    }

    JsonObject json() {
        return new JsonObject()
                .put("name", name)
                .put("organization", organization)
                .put("node", node)
                .put("agentPort", agentPort)
                .put("stackPort", stackPort)
                .put("agentTokenSha256", agentTokenSha256);
    }

    LocalMachine withToken(String sha256) {
        return new LocalMachine(name, organization, node, agentPort, stackPort, sha256);
    }

    Machine machine() {
        return new Machine(name, node, HOST + ":" + agentPort, HOST + ":" + stackPort);
    }
}
