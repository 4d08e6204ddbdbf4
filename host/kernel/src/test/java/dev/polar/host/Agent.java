package dev.polar.host;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A client at the endpoint of a host. Parameters are JSON, with ' for ". */
record Agent(WholeHost host, String token) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    String hash() {
        return Digest.of(token.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The tools it sees: descriptions by name. */
    Map<String, String> tools() {
        var named = new TreeMap<String, String>();
        for (var tool : result("tools/list", "{}").getJsonArray("tools").getValuesAs(JsonObject.class)) {
            named.put(tool.getString("name"), tool.getString("description", ""));
        }
        return named;
    }

    /** The tools of one plugin that it sees, without its name in front. */
    List<String> tools(String plugin) {
        return tools().keySet().stream()
                .filter(name -> name.startsWith(plugin + "__"))
                .map(name -> name.substring(plugin.length() + 2))
                .toList();
    }

    /** What a call without arguments says; or all of a refusal. */
    String call(String tool) {
        return text("tools/call", "{'name':'" + tool + "','arguments':{}}", "content");
    }

    /** What a resource says; or all of a refusal. */
    String read(String uri) {
        return text("resources/read", "{'uri':'" + uri + "'}", "contents");
    }

    private String text(String method, String params, String member) {
        var answer = answer(method, params);
        return answer.containsKey("result")
                ? answer.getJsonObject("result")
                        .getJsonArray(member)
                        .getJsonObject(0)
                        .getString("text")
                : answer.toString();
    }

    JsonObject result(String method, String params) {
        var answer = answer(method, params);
        return Objects.requireNonNull(answer.getJsonObject("result"), answer::toString);
    }

    /** The refusal of the host's own in an error. */
    JsonObject refused(String method, String params) {
        var answer = answer(method, params);
        return Objects.requireNonNull(answer.getJsonObject("error"), answer::toString)
                .getJsonObject("data")
                .getJsonObject("dev.polar/refusal");
    }

    JsonObject answer(String method, String params) {
        try {
            var body = "{'jsonrpc':'2.0','id':1,'method':'" + method + "','params':" + params + "}";
            var request = HttpRequest.newBuilder(URI.create(host.address() + "/mcp"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json")
                    .timeout(Duration.ofSeconds(30))
                    .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                    .build();
            var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return StrictJson.object(answer.body(), StrictJson.Limits.bytes(1 << 26));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
