package dev.polar.runtime.worker;

import dev.polar.spi.PluginContext;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolId;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.Set;

/**
 * What a worker may ask its host for: each method of the plugin's context under its name, with all the checks that the
 * context makes.
 */
record Requests(PluginContext host) {
    /** What a plugin may do for nobody in particular, with its own grant. */
    private static final Set<String> FOR_NOBODY =
            Set.of(Method.STORAGE_READ, Method.STORAGE_WRITE, Method.STORAGE_LIST, Method.STORAGE_DELETE);

    static boolean needsNobody(String method) {
        return FOR_NOBODY.contains(method);
    }

    /**
     * Does it; the caller is bound by whoever asks.
     *
     * @throws Refusal what the context refuses
     * @throws Garbled if it is no request
     */
    JsonObject answer(String method, Members said) {
        return switch (method) {
            case Method.HTTP_SEND -> HttpJson.write(host.http().send(HttpJson.readCall(said)));
            case Method.STORAGE_READ -> {
                var object = Members.builder();
                host.storage().read(said.text("path")).ifPresent(bytes -> object.add("bytes", Members.base64(bytes)));
                yield object.build();
            }
            case Method.STORAGE_WRITE -> {
                host.storage().write(said.text("path"), said.bytes("bytes"));
                yield JsonValue.EMPTY_JSON_OBJECT;
            }
            case Method.STORAGE_LIST -> texts("paths", host.storage().list(said.text("path")));
            case Method.STORAGE_DELETE -> was(host.storage().delete(said.text("path")));
            case Method.DOCUMENTS_PUT -> {
                host.documents()
                        .in(DocumentJson.scope(said), said.text("collection"))
                        .put(said.text("key"), said.text("text"));
                yield JsonValue.EMPTY_JSON_OBJECT;
            }
            case Method.DOCUMENTS_GET -> {
                var object = Members.builder();
                host.documents()
                        .in(DocumentJson.scope(said), said.text("collection"))
                        .get(said.text("key"))
                        .ifPresent(document -> object.add("document", DocumentJson.write(document)));
                yield object.build();
            }
            case Method.DOCUMENTS_SEARCH -> {
                var found = StrictJson.provider().createArrayBuilder();
                host.documents()
                        .in(DocumentJson.scope(said), said.text("collection"))
                        .search(said.text("query"), said.count("limit"))
                        .forEach(document -> found.add(DocumentJson.write(document)));
                yield Members.builder().add("documents", found).build();
            }
            case Method.DOCUMENTS_REMOVE ->
                was(host.documents()
                        .in(DocumentJson.scope(said), said.text("collection"))
                        .remove(said.text("key")));
            case Method.SECRETS_USE ->
                Members.builder()
                        .add("name", host.secrets().use(said.text("name")).name())
                        .build();
            case Method.SECRETS_READ ->
                Members.builder()
                        .add("value", host.secrets().read(said.text("name")))
                        .build();
            case Method.TOOLS_CALL -> {
                var answer = host.tools().call(said.as("tool", ToolId::of), new Handed(said.value("arguments")));
                yield Members.builder()
                        .add("text", answer.text())
                        .add("structured", Handed.valueOf(answer.structured()))
                        .build();
            }
            case Method.TOOLS_LIST -> {
                var tools = StrictJson.provider().createArrayBuilder();
                host.tools()
                        .list()
                        .forEach(tool -> tools.add(Members.builder()
                                .add("id", tool.id().toString())
                                .add("description", tool.description())
                                .add("effect", tool.effect().name())));
                yield Members.builder().add("tools", tools).build();
            }
            default -> throw new Garbled("there is no '" + method + "'");
        };
    }

    private static JsonObject was(boolean there) {
        return Members.builder().add("was", there).build();
    }

    private static JsonObject texts(String name, Collection<String> texts) {
        return Members.builder()
                .add(name, StrictJson.provider().createArrayBuilder(texts))
                .build();
    }
}
