package hero.deployer.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import hero.deployer.identity.CookieNames;
import hero.deployer.testing.Hashes;

/** Requests into a cockpit on kept connections: through the gateway, and through nginx to the same backend. */
final class GatewayCase implements Case {
    private static final int REQUESTS = 20_000;
    private static final int CONNECTIONS = 32;
    private static final int WARM_UPS = 10;
    private static final String SESSION = "the-session-of-m1";
    private static final String PAGE = "<p>a cockpit</p>".repeat(60);

    private @Nullable Deployer deployer;
    private @Nullable Nginx proxy;

    @Override
    public void prepare(Lab lab) throws Exception {
        var backend = lab.keep(new Nginx(lab.folder(), "backend", false, """
                server {
                  listen 127.0.0.1:%%PORT%%;
                  location / { default_type text/html; return 200 '%s'; }
                }""".formatted(PAGE)));
        proxy = lab.keep(new Nginx(lab.folder(), "proxy", false, """
                upstream cockpit { server 127.0.0.1:%d; keepalive 64; }
                server {
                  listen 127.0.0.1:%%PORT%%;
                  location / {
                    proxy_pass http://cockpit;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $host;
                    proxy_set_header X-Forwarded-For $remote_addr;
                  }
                }""".formatted(backend.port())));
        deployer = lab.deployer(Map.of("DEPLOYER_HEALTH_ENABLED", "false"));
        var seed = new Seed(lab.database());
        seed.administrator();
        seed.catalogue(deployer.api(), lab.folder());
        seed.organization(1, 1);
        lab.database().run("update instance set cockpit_address = '127.0.0.1:" + backend.port() + "'");
        lab.database()
                .run("insert into session (secret_hash, username, audience, expires_at) values ('"
                        + Hashes.sha256(SESSION.getBytes(StandardCharsets.UTF_8))
                        + "', 'm1', 'bench/m1', now() + interval '1 day')");
        for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
            load(deployer.port());
        }
        load(proxy.port());
    }

    private HttpLoad.Result load(int port) throws Exception {
        String origin = "http://localhost:" + Objects.requireNonNull(deployer).port();
        return HttpLoad.run(
                port,
                "m1--bench.localhost",
                CookieNames.of("hero_cockpit_", origin) + "=" + SESSION,
                CONNECTIONS,
                REQUESTS,
                PAGE.length());
    }

    @Override
    public Sample measure(Lab lab) throws Exception {
        if (deployer == null || proxy == null) {
            throw new IllegalStateException("not prepared");
        }
        double cpu = deployer.cpuSeconds();
        var ours = load(deployer.port());
        double oursCpu = deployer.cpuSeconds() - cpu;
        cpu = proxy.cpuSeconds();
        var theirs = load(proxy.port());
        return new Sample()
                .with("cpu", oursCpu / REQUESTS * 1e6)
                .with("nginxCpu", (proxy.cpuSeconds() - cpu) / REQUESTS * 1e6)
                .with("rate", ours.perSecond())
                .with("nginxRate", theirs.perSecond())
                .with("p99", ours.p99Millis())
                .with("nginxP99", theirs.p99Millis());
    }

    @Override
    public void report(Sample medians, Table table) {
        table.ratio("gateway: CPU-µs a request, against nginx", medians.get("cpu"), medians.get("nginxCpu"), 2.5);
        table.note("gateway: requests a second", medians.get("rate"), medians.get("nginxRate"));
        table.note("gateway: ms p99", medians.get("p99"), medians.get("nginxP99"));
    }
}
