package dev.polar.worker;

import dev.polar.runtime.worker.DocumentJson;
import dev.polar.runtime.worker.Members;
import dev.polar.runtime.worker.Method;
import dev.polar.spi.Document;
import dev.polar.spi.DocumentSet;
import dev.polar.spi.Scope;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;

/** Documents, kept by the host. */
record HostDocuments(Asking asking, Scope scope, String collection) implements DocumentSet {
    @Override
    public void put(String key, String text) {
        asking.ask(Method.DOCUMENTS_PUT, place().add("key", key).add("text", text));
    }

    @Override
    public Optional<Document> get(String key) {
        var said = asking.ask(Method.DOCUMENTS_GET, place().add("key", key));
        return said.has("document") ? Optional.of(DocumentJson.read(said.object("document"))) : Optional.empty();
    }

    @Override
    public List<Document> search(String query, int limit) {
        return asking.ask(Method.DOCUMENTS_SEARCH, place().add("query", query).add("limit", limit))
                .list("documents", value -> DocumentJson.read(Members.in(value)));
    }

    @Override
    public boolean remove(String key) {
        return asking.ask(Method.DOCUMENTS_REMOVE, place().add("key", key)).flag("was");
    }

    private JsonObjectBuilder place() {
        return DocumentJson.place(scope, collection);
    }
}
