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

/** The host on a data directory, over its admin socket. */
public final class Host {
    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(256 << 20, 100);

    // The longest a tool may take, and some.
    private static final Duration PATIENCE = Duration.ofMinutes(12);

    private final Path data;
    private final Duration patience;

    private Host(Path data, Duration patience) {
        this.data = data;
        this.patience = patience;
    }

    /** The host that owns the directory, running or not. */
    public static Host on(Path data) {
        return new Host(data, PATIENCE);
    }

    /** The same host, that has to answer sooner. */
    public Host within(Duration shorter) {
        return new Host(data, shorter);
    }

    /** The data directory it owns. */
    public Path data() {
        return data;
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

    /** What the host makes of these bytes. */
    public <T extends Record> T post(String target, byte[] body, Class<T> type) {
        return Wire.read(send("POST", target, body), type);
    }

    /** A name as part of a target. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonValue send(String method, String target, byte[] body) {
        try {
            var answer = Exchange.send(data.resolve("admin.sock"), method, target, body, patience);
            var json = StrictJson.parse(answer.body(), LIMITS);
            if (answer.status() >= 400) {
                throw Wire.read(json, Problem.class).refusal();
            }
            return json;
        } catch (Exchange.Unreachable e) {
            throw new Refusal(
                    Code.HOST_UNREACHABLE,
                    "no host at " + data + ": start one with 'polar up'",
                    "polar up",
                    Map.of("why", String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new Refusal(
                    Code.HOST_UNREACHABLE, "the host at " + data + " broke off: " + e.getMessage(), "polar status");
        } catch (JsonFault e) {
            throw new Refusal(Code.INTERNAL, "the host's answer is not JSON: " + e, "its log has the cause");
        }
    }
}
