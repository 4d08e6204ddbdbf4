package dev.polar.host;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Requests over TLS from any of this machine's many loopback addresses. */
final class Afar {
    private final URI door;
    private final SSLContext context;
    private final AtomicInteger sources = new AtomicInteger();

    /** What came back. */
    record Answer(int status, JsonValue body) {
        String code() {
            return body instanceof JsonObject problem ? problem.getString("code", "") : "";
        }
    }

    Afar(String door, X509Certificate trusted) throws Exception {
        this.door = URI.create(door);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("host", trusted);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
    }

    /** An address that asked for nothing yet. */
    String freshSource() {
        int number = sources.incrementAndGet();
        return "127.1." + number / 250 + "." + (1 + number % 250);
    }

    Answer ask(String line, String fields, String body) throws IOException {
        return ask(freshSource(), "TLSv1.3", line, fields, body);
    }

    Answer ask(String source, String protocol, String line, String fields, String body) throws IOException {
        try (var plain = new Socket()) {
            plain.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
            plain.connect(new InetSocketAddress(door.getHost(), door.getPort()));
            try (var socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, door.getHost(), door.getPort(), true)) {
                socket.setEnabledProtocols(new String[] {protocol});
                var bytes = body.getBytes(StandardCharsets.UTF_8);
                var head = line + " HTTP/1.1\r\nHost: " + door.getAuthority() + "\r\nConnection: close\r\n" + fields
                        + "Content-Length: " + bytes.length + "\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().write(bytes);
                var all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Answer(
                        Integer.parseInt(all.substring(9, 12)), json(all.substring(all.indexOf("\r\n\r\n") + 4), all));
            }
        }
    }

    private static JsonValue json(String text, String head) {
        var body = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")
                ? text.replaceAll("(?m)^[0-9a-fA-F]+\r\n", "").replace("\r\n", "")
                : text;
        return StrictJson.parse(body.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 24));
    }
}
