package hero.deployer.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads {@link MailConfig#caFile()}: the name of a file that holds at least one certificate. */
public final class TrustFile implements Converter<Path> {
    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException when there is none to be read */
    @Override
    public Path convert(String text) {
        try {
            var file = Path.of(text.strip());
            if (!certificates(file).isEmpty()) {
                return file;
            }
        } catch (IOException | CertificateException | InvalidPathException e) {
            throw new IllegalArgumentException("must be a readable file of certificates in PEM.", e);
        }
        throw new IllegalArgumentException("must be a readable file of certificates in PEM.");
    }

    static Collection<? extends Certificate> certificates(Path file) throws IOException, CertificateException {
        try (var in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }
}
