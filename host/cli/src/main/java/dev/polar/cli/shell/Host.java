package dev.polar.cli.shell;

import dev.polar.adminapi.Problem;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A host: on a data directory, over its admin socket, or elsewhere, over TLS. */
public final class Host {
    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(256 << 20, 100);

    // The longest a tool may take, and some.
    private static final Duration PATIENCE = Duration.ofMinutes(12);

    private final Way way;
    private final Duration patience;

    /** How it is reached. */
    private sealed interface Way {
        record Here(Path data) implements Way {}

        record There(RemoteHost host) implements Way {}
    }

    private Host(Way way, Duration patience) {
        this.way = way;
        this.patience = patience;
    }

    /** The host that owns the directory, running or not. */
    public static Host on(Path data) {
        return new Host(new Way.Here(data), PATIENCE);
    }

    /** A host elsewhere. */
    static Host at(RemoteHost host) {
        return new Host(new Way.There(host), PATIENCE);
    }

    /** The same host, that has to answer sooner. */
    public Host within(Duration shorter) {
        return new Host(way, shorter);
    }

    /** Whether it is on another machine, as far as is known here. */
    public boolean isElsewhere() {
        return way instanceof Way.There;
    }

    /** The data directory it owns, which is on this machine. */
    public Path data() {
        return switch (way) {
            case Way.Here here -> here.data();
            case Way.There there -> throw new IllegalStateException(there.host() + " is elsewhere");
        };
    }

    @Override
    public String toString() {
        return switch (way) {
            case Way.Here here -> here.data().toString();
            case Way.There there -> there.host().toString();
        };
    }

    /** The answer to a question, as it came. */
    public JsonValue get(String target) {
        return send("GET", target, new byte[0]);
    }

    /** The record that answers a question. */
    public <T extends Record> T get(String target, Class<T> type) {
        return Wire.read(get(target), type);
    }

    /** The records that answer a question. */
    public <T extends Record> List<T> list(String target, Class<T> type) {
        return Wire.list(get(target), type);
    }

    /** What the host makes of a record. */
    public <T extends Record> T post(String target, Record body, Class<T> type) {
        return post(target, Wire.write(body).toString().getBytes(StandardCharsets.UTF_8), type);
    }

    /** The records that the host makes of a record. */
    public <T extends Record> List<T> postForList(String target, Record body, Class<T> type) {
        return Wire.list(send("POST", target, Wire.write(body).toString().getBytes(StandardCharsets.UTF_8)), type);
    }

    /** What the host makes of these bytes. */
    public <T extends Record> T post(String target, byte[] body, Class<T> type) {
        return Wire.read(send("POST", target, body), type);
    }

    /** A name as part of a target. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonValue send(String method, String target, byte[] body) {
        try (var carrier = carrier()) {
            var answer = Exchange.send(carrier, method, target, fields(), body);
            var json = StrictJson.parse(answer.body(), LIMITS);
            if (answer.status() >= 400) {
                throw Wire.read(json, Problem.class).refusal();
            }
            return json;
        } catch (Carrier.Unreachable e) {
            throw unreachable(e);
        } catch (IOException e) {
            throw new Refusal(
                    Code.HOST_UNREACHABLE, "the host at " + this + " broke off: " + e.getMessage(), "polar status");
        } catch (JsonFault e) {
            throw new Refusal(Code.INTERNAL, "the host's answer is not JSON: " + e, "its log has the cause");
        }
    }

    private Carrier carrier() throws IOException {
        return switch (way) {
            case Way.Here here -> SocketCarrier.to(here.data().resolve("admin.sock"), patience);
            case Way.There there -> TlsCarrier.to(there.host(), patience);
        };
    }

    private String fields() {
        return switch (way) {
            case Way.Here here -> "Host: polar\r\n";
            case Way.There there ->
                "Host: " + there.host().authority() + "\r\nAuthorization: Bearer "
                        + there.host().token() + "\r\n";
        };
    }

    private Refusal unreachable(Carrier.Unreachable why) {
        var details = Map.of("why", String.valueOf(why.getMessage()));
        return switch (way) {
            case Way.Here here ->
                new Refusal(
                        Code.HOST_UNREACHABLE,
                        "no host at " + here.data() + ": start one with 'polar up'",
                        "polar up",
                        details);
            case Way.There there ->
                new Refusal(
                        Code.HOST_UNREACHABLE,
                        "no host at " + there.host() + ": " + why.getMessage(),
                        "on its machine 'polar doctor' says where operators from afar come in",
                        details);
        };
    }
}
