package dev.polar.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes Polar the client of a scenario: each server it is told of is installed, everything it offers is asked for once, and it
 * is taken out again.
 */
final class Connector implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private final Hall hall;
    private final Agent agent;
    private final Path scratch;
    private final HttpServer control;

    Connector(Hall hall, Agent agent, Path scratch) throws IOException {
        this.hall = hall;
        this.agent = agent;
        this.scratch = scratch;
        this.control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        control.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        control.createContext("/", this::answer);
        control.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + control.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        int status = 200;
        var said = "done";
        try {
            var told = StrictJson.object(exchange.getRequestBody().readAllBytes(), StrictJson.Limits.bytes(1 << 20));
            use(URI.create(told.getString("server")), told.getJsonObject("context"));
        } catch (AssertionError | Exception e) {
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            said = trace.toString();
            System.err.println(said);
            status = 500;
        }
        var bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized void use(URI server, JsonObject context) throws IOException, InterruptedException {
        var plugin = "local.scenario-" + NUMBER.incrementAndGet();
        hall.install(Fixture.remote(scratch.resolve(plugin), server), "*=read");
        try {
            var prefix = plugin.replace('.', '-') + "__";
            if (context.containsKey("toolCalls")) {
                for (var call : context.getJsonArray("toolCalls").getValuesAs(JsonObject.class)) {
                    agent.call(
                            prefix + call.getString("name"),
                            said(call.getJsonObject("arguments")).toString());
                }
                return;
            }
            var tools = agent.tools().getValuesAs(JsonObject.class).stream()
                    .filter(tool -> tool.getString("name").startsWith(prefix))
                    .toList();
            for (var tool : tools) {
                var shown = tools.getFirst().getJsonObject("inputSchema");
                agent.call(
                        tool.getString("name"),
                        arguments(tool.getJsonObject("inputSchema"), shown).toString());
            }
            for (var prompt : list("prompts")) {
                if (prompt.getString("name").startsWith(prefix)) {
                    agent.ask("prompts/get", "{\"name\":\"" + prompt.getString("name") + "\"}");
                }
            }
            for (var resource : list("resources")) {
                if (!resource.getString("uri").startsWith("skill:")) {
                    agent.ask("resources/read", "{\"uri\":\"" + resource.getString("uri") + "\"}");
                }
            }
        } finally {
            hall.polar("disable", plugin, "--yes");
            hall.consented("uninstall", plugin);
        }
    }

    private Iterable<JsonObject> list(String what) throws IOException, InterruptedException {
        return agent.ask(what + "/list", "{}")
                .getJsonObject("result")
                .getJsonArray(what)
                .getValuesAs(JsonObject.class);
    }

    /** What has no value is not said: a null is no text and no number, and goes no further than Polar. */
    private static JsonObject said(JsonObject arguments) {
        var said = StrictJson.provider().createObjectBuilder();
        arguments.forEach((name, value) -> {
            if (value != JsonValue.NULL) {
                said.add(name, value);
            }
        });
        return said.build();
    }

    /** Something that a schema lets through: 5 where a number is wanted, and the schema that was shown where one is. */
    private static JsonObject arguments(JsonObject schema, JsonObject shown) {
        var arguments = StrictJson.provider().createObjectBuilder();
        if (schema.get("properties") instanceof JsonObject properties) {
            properties.forEach((name, value) -> {
                switch (value instanceof JsonObject property ? property.getString("type", "") : "") {
                    case "number", "integer" -> arguments.add(name, 5);
                    case "boolean" -> arguments.add(name, true);
                    case "string" -> arguments.add(name, "some words");
                    case "object" -> arguments.add(name, shown);
                    default -> {}
                }
            });
        }
        return arguments.build();
    }

    @Override
    public void close() {
        control.stop(0);
    }
}
