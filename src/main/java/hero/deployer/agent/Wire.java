package hero.deployer.agent;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import hero.deployer.agent.protocol.HealthReport;
import hero.deployer.agent.protocol.InstallBuild;
import hero.deployer.agent.protocol.OperationReport;

/** The protocol's records as JSON objects. */
final class Wire {
    private Wire() {}

    static Map<String, @Nullable Object> of(HealthReport report) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("protocol", report.protocol());
        json.put("agent", report.agent());
        json.put("instance", report.instance());
        json.put("bootId", report.bootId());
        json.put("status", report.status());
        json.put("build", report.build());
        json.put("since", report.since());
        json.put("operation", report.operation());
        return json;
    }

    static Map<String, @Nullable Object> of(OperationReport report) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("id", report.id());
        json.put("seq", report.seq());
        json.put("state", report.state());
        json.put("percent", report.percent());
        json.put("error", report.error());
        return json;
    }

    static Map<String, @Nullable Object> of(InstallBuild command) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("operation", command.operation());
        json.put("fence", command.fence());
        json.put("version", command.version());
        json.put("sha256", command.sha256());
        json.put("size", command.size());
        json.put("mirror", command.mirror());
        json.put("environment", command.environment());
        json.put("healthPath", command.healthPath());
        json.put("deadlineSeconds", command.deadlineSeconds());
        return json;
    }
}
