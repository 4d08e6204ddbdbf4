package dev.polar.cli.shell;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Which certificates show a host to be the one that is meant. One that stands in the file itself does, whatever name it is
 * for; any other has to be issued by one of the file, for the name that was asked for.
 */
final class HostTrust extends X509ExtendedTrustManager {
    private final List<X509Certificate> told;
    private final X509ExtendedTrustManager issued;

    private HostTrust(List<X509Certificate> told, X509ExtendedTrustManager issued) {
        this.told = told;
        this.issued = issued;
    }

    /** @param file PEM; empty for the issuers that the system trusts */
    static SSLContext context(Optional<Path> file) {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(null, file.isEmpty() ? null : new TrustManager[] {of(file.get())}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new Refusal(
                    Code.HOST_UNTRUSTED,
                    "the host's certificate cannot be read from " + file.orElse(Path.of("")) + ": " + e.getMessage(),
                    "--host-certificate FILE, in PEM");
        }
    }

    private static HostTrust of(Path file) throws GeneralSecurityException, IOException {
        var told =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                        .stream()
                        .map(X509Certificate.class::cast)
                        .toList();
        if (told.isEmpty()) {
            throw new CertificateException("it holds none");
        }
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < told.size(); i++) {
            store.setCertificateEntry("told-" + i, told.get(i));
        }
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return new HostTrust(told, (X509ExtendedTrustManager) factory.getTrustManagers()[0]);
    }

    private boolean isTold(X509Certificate[] chain) throws CertificateException {
        if (chain.length > 0 && told.contains(chain[0])) {
            chain[0].checkValidity();
            return true;
        }
        return false;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (!isTold(chain)) {
            issued.checkServerTrusted(chain, type, socket);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        if (!isTold(chain)) {
            issued.checkServerTrusted(chain, type, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("without the name that was asked for nobody is shown to have it");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return issued.getAcceptedIssuers();
    }
}
