package dev.polar.host.oauth;

import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where an issuer's keys are. */
sealed interface KeySource {
    /**
     * Its keys, as they are now.
     *
     * @throws IOException if they cannot be had
     */
    SigningKeys read() throws IOException;

    /** @throws Refusal {@code SETTING_INVALID} */
    static KeySource of(URI issuer, Optional<String> where) {
        if (where.isEmpty()) {
            return new Discovered(issuer);
        }
        return where.get().startsWith("/") ? new Kept(Path.of(where.get())) : new Served(Web.address(where.get()));
    }

    /** At the address that the issuer's metadata names (RFC 8414; OpenID Connect Discovery 1.0). */
    record Discovered(URI issuer) implements KeySource {
        private static final int MOST_BYTES = 256 << 10;

        @Override
        public SigningKeys read() throws IOException {
            var told = new IOException("names no address");
            for (var address : addresses()) {
                try {
                    return new Served(named(Web.read(address, MOST_BYTES))).read();
                } catch (IOException none) {
                    told = none;
                }
            }
            throw told;
        }

        /** In the order that clients of the Model Context Protocol ask them. */
        List<URI> addresses() {
            var path = issuer.getRawPath().replaceFirst("/$", "");
            var root = issuer.getScheme() + "://" + issuer.getRawAuthority();
            var oauth = URI.create(root + "/.well-known/oauth-authorization-server" + path);
            var within = URI.create(root + "/.well-known/openid-configuration" + path);
            return path.isEmpty()
                    ? List.of(oauth, within)
                    : List.of(oauth, within, URI.create(root + path + "/.well-known/openid-configuration"));
        }

        private URI named(byte[] metadata) throws IOException {
            try {
                var json = StrictJson.object(metadata, StrictJson.Limits.bytes(MOST_BYTES));
                if (!Jwt.text(json, "issuer").orElse("").equals(issuer.toString())) {
                    throw new IOException("its metadata are another issuer's");
                }
                return Web.address(Jwt.text(json, "jwks_uri").orElse(""));
            } catch (JsonFault | Refusal none) {
                throw new IOException("its metadata name no address of keys", none);
            }
        }
    }

    /** At that address. */
    record Served(URI address) implements KeySource {
        @Override
        public SigningKeys read() throws IOException {
            return keys(Web.read(address, SigningKeys.MOST_BYTES));
        }
    }

    /** In a file. */
    record Kept(Path file) implements KeySource {
        @Override
        public SigningKeys read() throws IOException {
            try (var stream = Files.newInputStream(file)) {
                return keys(stream.readNBytes(SigningKeys.MOST_BYTES + 1));
            }
        }
    }

    private static SigningKeys keys(byte[] json) throws IOException {
        try {
            var keys = SigningKeys.of(json);
            if (keys.all().isEmpty()) {
                throw new IOException("its set has no key that can be used here");
            }
            return keys;
        } catch (JsonFault fault) {
            throw new IOException("its keys cannot be read", fault);
        }
    }
}
