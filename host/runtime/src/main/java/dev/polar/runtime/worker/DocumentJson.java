package dev.polar.runtime.worker;

import dev.polar.spi.Document;
import dev.polar.spi.Scope;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** Documents and their places in a message. */
public final class DocumentJson {
    private DocumentJson() {}

    /** The members that say which documents are meant. */
    public static JsonObjectBuilder place(Scope scope, String collection) {
        return Members.builder()
                .add("scope", scope.kind().name())
                .add("id", scope.id())
                .add("collection", collection);
    }

    static Scope scope(Members said) {
        var kind = said.as("scope", Scope.Kind::valueOf);
        return said.as("id", id -> new Scope(kind, id));
    }

    static JsonObject write(Document document) {
        return Members.builder()
                .add("key", document.key())
                .add("text", document.text())
                .add("updated", document.updatedAt().toString())
                .build();
    }

    public static Document read(Members said) {
        return new Document(said.text("key"), said.text("text"), said.moment("updated"));
    }
}
