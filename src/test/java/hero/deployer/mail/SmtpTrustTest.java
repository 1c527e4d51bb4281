package hero.deployer.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import hero.deployer.mail.MailConfig.Tls;

import static org.assertj.core.api.Assertions.assertThat;

/** Whom the sender believes, and what it tells a server that it does not believe. */
class SmtpTrustTest {
    private static final Mail MAIL = new Mail("mail_1", "<a@example.org>", "ada@example.org", "Hi", "Hello", null, 1);

    @TempDir
    static Path folder;

    private static SSLContext identity;
    private static X509Certificate certificate;
    private static Path pem;

    @BeforeAll
    static void makeASelfSignedCertificate() throws Exception {
        var store = folder.resolve("server.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "s",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        certificate = (X509Certificate) keys.getCertificate("s");
        pem = Files.writeString(
                folder.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        identity = SSLContext.getInstance("TLS");
        identity.init(managers.getKeyManagers(), null, null);
    }

    private static Delivery send(TestMailConfig config) {
        var sender = new SmtpSender(config);
        try {
            return sender.send(MAIL);
        } finally {
            sender.close();
        }
    }

    private static TestMailConfig patient(int port, Tls tls) {
        return new TestMailConfig(port, tls, Optional.empty(), Optional.empty());
    }

    @Test
    void optionalEncryptsWithAServerThatNobodyVouchesFor() throws Exception {
        try (var server = new TlsServer()) {
            assertThat(send(patient(server.port(), Tls.OPTIONAL))).isInstanceOf(Delivery.Sent.class);
            assertThat(server.encrypted).contains("MAIL FROM:<deployer@example.org>");
        }
    }

    @Test
    void requiredRefusesItAndSaysHowItCanBeTrusted() throws Exception {
        try (var server = new TlsServer()) {
            var delivery = send(patient(server.port(), Tls.REQUIRED));

            assertThat(delivery).isInstanceOf(Delivery.Postponed.class);
            assertThat(((Delivery.Postponed) delivery).why())
                    .contains(
                            "DEPLOYER_MAIL_FINGERPRINT=" + ServerTrust.fingerprint(certificate),
                            "DEPLOYER_MAIL_CA_FILE");
            assertThat(server.encrypted).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @Test
    void requiredTakesItByItsFingerprintOrByItsAuthority() throws Exception {
        try (var server = new TlsServer()) {
            var colons = ServerTrust.fingerprint(certificate)
                    .toUpperCase(java.util.Locale.ROOT)
                    .replaceAll("..(?=.)", "$0:");
            assertThat(send(patient(server.port(), Tls.REQUIRED).trusting(colons)))
                    .isInstanceOf(Delivery.Sent.class);
            assertThat(send(patient(server.port(), Tls.REQUIRED).trusting(pem))).isInstanceOf(Delivery.Sent.class);
        }
    }

    @Test
    void aFingerprintHoldsWhereEncryptionIsOptionalToo() throws Exception {
        try (var server = new TlsServer()) {
            var delivery = send(patient(server.port(), Tls.OPTIONAL).trusting("00".repeat(32)));

            assertThat(delivery).isInstanceOf(Delivery.Postponed.class);
            assertThat(server.encrypted).isEmpty();
        }
    }

    @Test
    void credentialsGoOnlyToAServerThatIsTrusted() throws Exception {
        try (var server = new TlsServer()) {
            var delivery = send(TestMailConfig.signedIn(server.port(), Tls.OPTIONAL));

            assertThat(((Delivery.Postponed) delivery).why()).contains("DEPLOYER_MAIL_FINGERPRINT=");
            assertThat(server.encrypted).noneMatch(line -> line.startsWith("AUTH"));

            var trusted = TestMailConfig.signedIn(server.port(), Tls.OPTIONAL).trusting(pem);
            assertThat(send(trusted)).isInstanceOf(Delivery.Sent.class);
            assertThat(server.encrypted).anyMatch(line -> line.startsWith("AUTH PLAIN "));
        }
    }

    @Test
    void optionalGoesOnInClearWithAServerThatCannotEncryptAfterAll() throws Exception {
        try (var server = new ScriptedServer(
                List.of("220 hi", "250-hello", "250 STARTTLS", ScriptedServer.GOES_ON + "220 go", "500 what"),
                List.of("220 hi", "250-hello", "250 STARTTLS", "250 from", "250 to", "354 go on", "250 taken"))) {
            assertThat(send(patient(server.port(), Tls.OPTIONAL))).isInstanceOf(Delivery.Sent.class);
        }
    }

    /** Takes every mail, encrypted, under a certificate that it signed itself. */
    private static final class TlsServer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        final List<String> encrypted = new CopyOnWriteArrayList<>();

        TlsServer() throws IOException {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (var socket = server.accept()) {
                        serve(socket);
                    } catch (IOException goneOrRefused) {
                        // the next one
                    }
                }
            });
        }

        int port() {
            return server.getLocalPort();
        }

        private void serve(Socket socket) throws IOException {
            say(socket, "220 hi");
            line(socket);
            say(socket, "250-hello\r\n250 STARTTLS");
            line(socket);
            say(socket, "220 go");
            var secure = (SSLSocket) identity.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            var in = new BufferedReader(new InputStreamReader(secure.getInputStream(), StandardCharsets.UTF_8));
            boolean inMail = false;
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                encrypted.add(line);
                inMail = line.equals("DATA") || inMail && !line.equals(".");
                if (line.startsWith("EHLO")) {
                    say(secure, "250-hello\r\n250 AUTH LOGIN PLAIN");
                } else if (line.startsWith("AUTH")) {
                    say(secure, "235 welcome");
                } else if (line.equals("DATA")) {
                    say(secure, "354 go on");
                } else if (!inMail) {
                    say(secure, "250 ok");
                }
            }
        }

        /** Byte by byte: what comes after it belongs to the handshake. */
        private static void line(Socket socket) throws IOException {
            int next;
            do {
                next = socket.getInputStream().read();
            } while (next >= 0 && next != '\n');
        }

        private static void say(Socket socket, String text) throws IOException {
            socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
