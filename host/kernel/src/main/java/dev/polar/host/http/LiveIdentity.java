package dev.polar.host.http;

import dev.polar.adminapi.Check;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link Identity} in two files that somebody renews: looked at when a connection begins, at most once a second, and read
 * again when one of them is another. Files that do not go together change nothing, and are complained about once.
 */
public final class LiveIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(LiveIdentity.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Path certificate;
    private final Path key;
    private final InstantSource clock;
    private volatile Shown shown;
    private volatile Shown before;
    private String seen;
    private Instant next;
    private volatile Optional<Refusal> problem = Optional.empty();

    /** @param alias by which a handshake finds the key that goes with the certificate it began with */
    private record Shown(Identity identity, String alias) {}

    private LiveIdentity(Path certificate, Path key, InstantSource clock) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
        this.seen = stamps();
        this.next = clock.instant().plus(PAUSE);
        this.shown = new Shown(Identity.of(certificate, key), "0");
        this.before = shown;
    }

    /** @throws Refusal {@code SETTING_INVALID}, as {@link Identity#of} does */
    public static LiveIdentity in(Path certificate, Path key, InstantSource clock) {
        return new LiveIdentity(certificate, key, clock);
    }

    /** What the files hold, or held when they last went together. */
    public Identity now() {
        return look().identity();
    }

    /** Speaks for it, TLS 1.3 alone. */
    public SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {new Keys()}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS 1.3", e);
        }
    }

    /**
     * What the doctor says of it.
     *
     * @param door who comes in there
     */
    public Check check(String door, String address) {
        var check = now().check(door, address, clock.instant());
        return problem.map(
                        refusal -> new Check(door, false, check.found() + "; " + refusal.getMessage(), refusal.hint()))
                .orElse(check);
    }

    private synchronized Shown look() {
        var now = clock.instant();
        if (now.isBefore(next)) {
            return shown;
        }
        next = now.plus(PAUSE);
        var stamps = stamps();
        if (!stamps.equals(seen)) {
            seen = stamps;
            try {
                var read = new Shown(Identity.of(certificate, key), Long.toString(Long.parseLong(shown.alias()) + 1));
                before = shown;
                shown = read;
                problem = Optional.empty();
                LOG.info("the certificate was read again from {}", certificate);
            } catch (Refusal broken) {
                problem = Optional.of(broken);
                LOG.warn("the certificate in use stays: {}", broken.getMessage());
            }
        }
        return shown;
    }

    /** Both files as the system tells them apart, without reading them. */
    private String stamps() {
        return stamp(certificate) + " " + stamp(key);
    }

    private static String stamp(Path file) {
        try {
            var found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.fileKey() + "/" + found.lastModifiedTime() + "/" + found.size();
        } catch (IOException none) {
            return "none";
        }
    }

    /** Gives a handshake one certificate and its key, whatever the files become meanwhile. */
    private final class Keys extends X509ExtendedKeyManager {
        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            var now = look();
            return keyType.equalsIgnoreCase(now.identity().key().getAlgorithm()) ? now.alias() : null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return chooseEngineServerAlias(keyType, issuers, null);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return of(alias).chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return of(alias).key();
        }

        private Identity of(String alias) {
            var now = shown;
            return (alias.equals(now.alias()) ? now : before).identity();
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
