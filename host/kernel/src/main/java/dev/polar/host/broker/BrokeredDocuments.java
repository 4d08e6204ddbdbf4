package dev.polar.host.broker;

import dev.polar.host.store.Database;
import dev.polar.runtime.CurrentCall;
import dev.polar.spi.Code;
import dev.polar.spi.Document;
import dev.polar.spi.DocumentSet;
import dev.polar.spi.Documents;
import dev.polar.spi.Refusal;
import dev.polar.spi.Scope;
import dev.polar.trust.permission.DocumentAccess;
import dev.polar.trust.permission.DocumentAccess.Verb;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Documents in PostgreSQL, full-text searchable. A call made for someone in a chat reaches that room's and that person's
 * documents and no others, whatever the plugin asks for.
 */
final class BrokeredDocuments implements Documents {
    private static final int MAX_TEXT = 64 << 10;
    private static final int MAX_KEY = 200;
    private static final int MAX_QUERY = 1_000;
    private static final int MAX_FOUND = 100;

    private final Owner owner;
    private final Rights rights;
    private final Database database;

    BrokeredDocuments(Owner owner, Rights rights, Database database) {
        this.owner = owner;
        this.rights = rights;
        this.database = database;
    }

    @Override
    public DocumentSet in(Scope scope, String collection) {
        rights.requireLive();
        requireText(scope.id(), MAX_KEY, "a scope's id");
        return new Set(new DocumentTable.Place(owner, collection, scope));
    }

    private final class Set implements DocumentSet {
        private final DocumentTable.Place place;

        Set(DocumentTable.Place place) {
            this.place = place;
        }

        @Override
        public void put(String key, String text) {
            require(Verb.WRITE);
            requireKey(key);
            requireText(text, MAX_TEXT, "document '" + key + "'");
            if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT) {
                throw invalid("document '" + key + "' is larger than 64 KiB", "split it");
            }
            database.write(transaction -> DocumentTable.put(transaction, place, key, text));
        }

        @Override
        public Optional<Document> get(String key) {
            require(Verb.READ);
            requireKey(key);
            return database.read(transaction -> DocumentTable.get(transaction, place, key));
        }

        @Override
        public List<Document> search(String query, int limit) {
            require(Verb.READ);
            requireText(query, MAX_QUERY, "a query");
            int most = Math.clamp(limit, 1, MAX_FOUND);
            return database.read(transaction -> DocumentTable.search(transaction, place, query, most));
        }

        @Override
        public boolean remove(String key) {
            require(Verb.WRITE);
            requireKey(key);
            return database.write(transaction -> DocumentTable.remove(transaction, place, key));
        }

        private void require(Verb verb) {
            rights.require(
                    new DocumentAccess(verb, place.collection(), place.scope().kind()));
            CurrentCall.get()
                    .flatMap(call -> DocumentOwner.only(place.scope().kind(), call.caller()))
                    .ifPresent(this::requireScope);
        }

        private void requireScope(String own) {
            if (!own.equals(place.scope().id())) {
                throw new Refusal(
                        Code.PERMISSION_DENIED,
                        owner.plugin() + " asked for documents of another "
                                + place.scope().kind().name().toLowerCase(Locale.ROOT) + " than it was called from",
                        "documents follow the conversation",
                        Map.of("scope", place.scope().id()));
            }
        }

        private void requireKey(String key) {
            if (key.isBlank()) {
                throw invalid("a document's key is not blank", "choose another key");
            }
            requireText(key, MAX_KEY, "a document's key");
        }
    }

    /** What PostgreSQL can keep, and not too much of it. */
    private static void requireText(String text, int most, String what) {
        if (text.length() > most) {
            throw invalid(what + " has more than " + most + " characters", "make it shorter");
        }
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw invalid(what + " holds a zero byte or half a character", "clean it");
        }
    }

    private static Refusal invalid(String message, String hint) {
        return new Refusal(Code.DOCUMENT_INVALID, message, hint);
    }
}
