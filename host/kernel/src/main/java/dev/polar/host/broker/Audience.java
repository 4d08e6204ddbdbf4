package dev.polar.host.broker;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Host;
import dev.polar.trust.text.CleanText;
import java.util.regex.Pattern;

/** The one host and port a secret is sent to. */
record Audience(Host host, int port) {
    private static final int HTTPS = 443;
    private static final Pattern FORM = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]+)(?::([1-9][0-9]{0,4}))?");

    /**
     * Reads {@code HOST[:PORT]}; the port of HTTPS is left out.
     *
     * @throws Refusal {@code SECRET_INVALID}
     */
    static Audience parse(String text) {
        var match = FORM.matcher(text);
        if (match.matches()) {
            int port = match.group(2) == null ? HTTPS : Integer.parseInt(match.group(2));
            var host = Host.of(match.group(1));
            if (host.isPresent() && port <= 65_535) {
                return new Audience(host.get(), port);
            }
        }
        throw new Refusal(
                Code.SECRET_INVALID,
                "'" + CleanText.line(text) + "' is no host a secret could be for",
                "--for api.example.com, or --for api.example.com:8443");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
