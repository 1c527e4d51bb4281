package hero.deployer.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's nginx with one worker, in the foreground of the bench. */
final class Nginx implements AutoCloseable {
    private static final Path NCHAN = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");

    private final Program program;
    private final int port;

    /** @param http what stands inside {@code http {}}; {@code %PORT%} is where it listens */
    Nginx(Path folder, String name, boolean withNchan, String http) throws Exception {
        this.port = Lab.freePort();
        var configuration = folder.resolve(name + ".conf");
        Files.writeString(
                configuration,
                (withNchan ? "load_module " + NCHAN + ";\n" : "")
                        + """
                worker_processes 1;
                worker_rlimit_nofile 20000;
                daemon off;
                pid %s/%s.pid;
                error_log stderr error;
                events { worker_connections 10000; }
                http {
                  access_log off;
                  client_body_temp_path %s/body;
                  proxy_temp_path %s/proxy;
                  fastcgi_temp_path %s/fastcgi;
                  uwsgi_temp_path %s/uwsgi;
                  scgi_temp_path %s/scgi;
                  keepalive_requests 100000000;
                  keepalive_timeout 600s;
                  %s
                }
                """.formatted(
                                        folder,
                                        name,
                                        folder,
                                        folder,
                                        folder,
                                        folder,
                                        folder,
                                        http.replace("%PORT%", Integer.toString(port))));
        this.program = new Program(name, folder, Map.of(), List.of("nginx", "-c", configuration.toString()));
        program.await("listens", Duration.ofSeconds(10), this::listens);
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    double cpuSeconds() throws IOException {
        return ProcessStat.cpuSecondsOfTree(program.pid());
    }

    @Override
    public void close() throws InterruptedException {
        program.close();
    }
}
