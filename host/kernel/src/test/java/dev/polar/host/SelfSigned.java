package dev.polar.host;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate for 127.0.0.1 that was made just now, and its key, in PEM files. */
public record SelfSigned(X509Certificate certificate, Path certificateFile, Path keyFile) {

    /** @param algorithm {@code EC}, {@code RSA} or {@code Ed25519} */
    public static SelfSigned in(Path directory, String algorithm) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("RSA")) {
            generator.initialize(2048); // what the JDK takes by itself costs seconds
        }
        var pair = generator.generateKeyPair();
        var name = new X500Name("CN=a host");
        var now = Instant.now();
        var certificate = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.valueOf(now.toEpochMilli()),
                                Date.from(now.minus(Duration.ofHours(1))),
                                Date.from(now.plus(Duration.ofDays(1))),
                                name,
                                pair.getPublic())
                        .addExtension(
                                Extension.subjectAlternativeName,
                                false,
                                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))
                        .build(new JcaContentSignerBuilder(
                                        algorithm.equals("Ed25519")
                                                ? algorithm
                                                : "SHA256with" + algorithm.replaceFirst("^EC$", "ECDSA"))
                                .build(pair.getPrivate())));
        Files.createDirectories(directory);
        return new SelfSigned(
                certificate,
                write(directory.resolve("host.crt"), "CERTIFICATE", certificate.getEncoded()),
                write(
                        directory.resolve("host.key"),
                        "PRIVATE KEY",
                        pair.getPrivate().getEncoded()));
    }

    /** How somebody who knows this certificate, and no other, connects. */
    public SSLContext known() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("host", certificate);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Path write(Path file, String what, byte[] encoded) throws Exception {
        var base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        Files.writeString(
                file,
                "-----BEGIN " + what + "-----\n" + base64.encodeToString(encoded) + "\n-----END " + what + "-----\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
