package dev.polar.host.broker;

import dev.polar.host.store.Database;
import dev.polar.runtime.CurrentCall;
import dev.polar.spi.Caller;
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
            if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT || text.indexOf('\0') >= 0) {
                throw new Refusal(
                        Code.DOCUMENT_INVALID,
                        "document '" + key + "' is larger than 64 KiB or holds a zero byte",
                        "split it");
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
            if (query.length() > 1_000 || query.indexOf('\0') >= 0) {
                throw new Refusal(
                        Code.DOCUMENT_INVALID, "a query has at most 1,000 characters", "search for fewer words");
            }
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
            CurrentCall.get().ifPresent(call -> requireOwnScope(call.caller()));
        }

        private void requireOwnScope(Caller caller) {
            switch (caller) {
                case Caller.OtherPlugin plugin -> requireOwnScope(plugin.behalf());
                case Caller.ChannelUser user -> {
                    if (!own(user).equals(place.scope().id())) {
                        throw new Refusal(
                                Code.PERMISSION_DENIED,
                                owner.plugin() + " asked for documents of another "
                                        + place.scope().kind().name().toLowerCase(Locale.ROOT)
                                        + " than it was called from",
                                "documents follow the conversation",
                                Map.of("scope", place.scope().id()));
                    }
                }
                case Caller.Operator operator -> {}
                case Caller.Client client -> {}
                case Caller.Schedule schedule -> {}
            }
        }

        private String own(Caller.ChannelUser user) {
            return place.scope().kind() == Scope.Kind.CHAT ? user.room() : user.user();
        }

        private void requireKey(String key) {
            if (key.isBlank() || key.length() > MAX_KEY || key.indexOf('\0') >= 0) {
                throw new Refusal(
                        Code.DOCUMENT_INVALID, "a document's key has 1 to 200 characters", "choose a shorter key");
            }
        }
    }
}
