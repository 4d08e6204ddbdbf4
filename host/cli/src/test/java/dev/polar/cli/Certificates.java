package dev.polar.cli;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate made just now, with the key to it. */
record Certificates(X509Certificate certificate, KeyPair keys) {

    /** Says of itself who it is. */
    static Certificates selfSigned(String address) throws Exception {
        return made("CN=itself " + address, address, Instant.now().plus(Duration.ofDays(1)), null);
    }

    /** As above, and out of date. */
    static Certificates expired(String address) throws Exception {
        return made("CN=once " + address, address, Instant.now().minus(Duration.ofMinutes(1)), null);
    }

    /** Given out by this one. */
    Certificates issue(String address) throws Exception {
        return made("CN=issued " + address, address, Instant.now().plus(Duration.ofDays(1)), this);
    }

    private static Certificates made(String name, String address, Instant until, Certificates issuer) throws Exception {
        var pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        var own = new X500Name(name);
        var by = issuer == null ? pair.getPrivate() : issuer.keys().getPrivate();
        var builder = new JcaX509v3CertificateBuilder(
                        issuer == null
                                ? own
                                : new X500Name(issuer.certificate()
                                        .getSubjectX500Principal()
                                        .getName()),
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(until.minus(Duration.ofDays(2))),
                        Date.from(until),
                        own,
                        pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(issuer == null))
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
        return new Certificates(
                new JcaX509CertificateConverter()
                        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by))),
                pair);
    }

    Path write(Path file) throws Exception {
        var base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return Files.writeString(
                file,
                "-----BEGIN CERTIFICATE-----\n" + base64.encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    SSLContext context() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("host", keys.getPrivate(), new char[0], new Certificate[] {certificate});
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return context;
    }
}
