package dev.polar.cli.shell;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host elsewhere.
 *
 * @param host name or address, in brackets if it is IPv6
 * @param token shows it who asks; never part of a command line, where others see it
 * @param certificate a file with its certificate, or with that of who issues it; empty for those the system trusts
 */
record RemoteHost(String host, int port, String token, Optional<Path> certificate) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{8,200}");

    /** @throws Refusal {@code USAGE} unless it is {@code https://HOST:PORT}, {@code TOKEN_UNKNOWN} unless that is a token */
    static RemoteHost of(String url, String token, Optional<Path> certificate) {
        var uri = parsed(url);
        if (!"https".equals(uri.getScheme())
                || uri.getHost() == null
                || uri.getPort() < 1
                || uri.getUserInfo() != null
                || !uri.getRawPath().matches("/?")
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw usage(url);
        }
        if (!TOKEN.matcher(token).matches()) {
            throw new Refusal(
                    Code.TOKEN_UNKNOWN,
                    "what stands where the token should is none",
                    "one line, as 'polar operator token NAME' printed it");
        }
        return new RemoteHost(uri.getHost(), uri.getPort(), token, certificate);
    }

    private static URI parsed(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw usage(url);
        }
    }

    private static Refusal usage(String url) {
        return new Refusal(Code.USAGE, "'" + url + "' names no host elsewhere", "--host https://HOST:PORT");
    }

    /** What a socket connects to. */
    String name() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    String authority() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return "https://" + authority();
    }
}
