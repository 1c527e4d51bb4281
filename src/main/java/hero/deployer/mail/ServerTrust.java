package hero.deployer.mail;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/**
 * Whether a mail server's certificate is believed, for one connection: by its fingerprint, by the given authorities or by the system's. Where
 * encryption is opportunistic an unknown one is taken and remembered, since it still keeps readers out.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;
    private final @Nullable String fingerprint;
    private final boolean lenient;
    private @Nullable String stranger;

    ServerTrust(MailConfig config) throws IOException {
        this.fingerprint = config.fingerprint().map(ServerTrust::plain).orElse(null);
        this.lenient = config.tls() == MailConfig.Tls.OPTIONAL
                && fingerprint == null
                && config.caFile().isEmpty();
        try {
            this.authorities = authorities(config);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates of DEPLOYER_MAIL_CA_FILE cannot be used: " + e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager authorities(MailConfig config)
            throws GeneralSecurityException, IOException {
        KeyStore store = null;
        if (config.caFile().isPresent()) {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : TrustFile.certificates(config.caFile().get())) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no trust manager"));
    }

    SSLSocketFactory factory() throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("no encryption can be had: " + e.getMessage(), e);
        }
    }

    /** The fingerprint of a server that was taken without being believed; null: it is who it says. */
    @Nullable
    String stranger() {
        return stranger;
    }

    private void check(X509Certificate[] chain, Check byAuthorities) throws CertificateException {
        var seen = fingerprint(chain[0]);
        if (seen.equals(fingerprint)) {
            return;
        }
        if (fingerprint != null) {
            throw new CertificateException(
                    "the server's certificate is another than DEPLOYER_MAIL_FINGERPRINT says: " + seen);
        }
        try {
            byAuthorities.run();
        } catch (CertificateException e) {
            if (!lenient) {
                throw new CertificateException(
                        "the server's certificate is not trusted; if it is yours set DEPLOYER_MAIL_FINGERPRINT=" + seen
                                + " or DEPLOYER_MAIL_CA_FILE",
                        e);
            }
            stranger = seen;
        }
    }

    private interface Check {
        void run() throws CertificateException;
    }

    /** SHA-256, in lower-case hex. */
    static String fingerprint(X509Certificate certificate) throws CertificateException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    private static String plain(String fingerprint) {
        return fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, () -> authorities.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, () -> authorities.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, () -> authorities.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("nobody is served here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
