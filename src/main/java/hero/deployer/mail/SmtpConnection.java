package hero.deployer.mail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/** Lines to and from a mail server, bounded in length, number and time. Blocking. */
final class SmtpConnection implements AutoCloseable {
    private static final int MAX_LINE = 2_000;
    private static final int MAX_LINES = 100;
    private static final int CODE_LENGTH = 3;

    private final String host;
    private final ServerTrust trust;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    /** A whole answer: its code and its lines' text. */
    record Reply(int code, String text) {
        boolean isIn(int hundreds) {
            return code / 100 == hundreds;
        }
    }

    /** Connects; {@code socket} is the caller's to close when it takes too long. */
    SmtpConnection(Socket socket, MailConfig config, Patience patience) throws IOException {
        this.host = config.host().orElseThrow();
        this.trust = new ServerTrust(config);
        this.socket = socket;
        socket.connect(
                new InetSocketAddress(host, config.port()),
                Math.toIntExact(patience.connect().toMillis()));
        socket.setSoTimeout(Math.toIntExact(patience.reply().toMillis()));
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Waits for so long from now on, for each answer. */
    void waitFor(Duration reply) throws IOException {
        socket.setSoTimeout(Math.toIntExact(reply.toMillis()));
    }

    /** The fingerprint of a server that did not prove who it is; null: it did, or nothing is encrypted. */
    @Nullable
    String stranger() {
        return trust.stranger();
    }

    /** Goes on encrypted, with a server that proves to be {@code host}, where it must. */
    void encrypt() throws IOException {
        var encrypted = (SSLSocket) trust.factory().createSocket(socket, host, socket.getPort(), true);
        var parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        socket = encrypted;
        // a new buffer: what came in clear behind the STARTTLS answer is nobody's word
        in = new BufferedInputStream(encrypted.getInputStream());
        out = encrypted.getOutputStream();
    }

    Reply command(String line) throws IOException {
        write(line + "\r\n");
        return reply();
    }

    void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    Reply reply() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < MAX_LINES; i++) {
            var line = line();
            if (!line.matches("[2-5]\\d\\d(?:[ -].*)?")) {
                throw new ProtocolException("the server does not speak SMTP");
            }
            text.append(text.isEmpty() ? "" : "\n")
                    .append(line, Math.min(CODE_LENGTH + 1, line.length()), line.length());
            if (line.length() == CODE_LENGTH || line.charAt(CODE_LENGTH) == ' ') {
                return new Reply(Integer.parseInt(line.substring(0, CODE_LENGTH)), text.toString());
            }
        }
        throw new ProtocolException("the server's answer has no end");
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (line.length() < MAX_LINE) {
            int next = in.read();
            if (next < 0) {
                throw new ProtocolException("the server closed the connection");
            }
            if (next == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) next);
        }
        throw new ProtocolException("the server sent too long a line");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
