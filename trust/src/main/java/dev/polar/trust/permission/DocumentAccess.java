package dev.polar.trust.permission;

import dev.polar.spi.Scope;
import java.util.Locale;

/** A collection of documents within the scope of one conversation or one person. */
public record DocumentAccess(Verb verb, String collection, Scope.Kind scope) implements Access {
    private static final String SCOPE = ";scope=";

    /** What is done with the documents. */
    public enum Verb {
        READ,
        WRITE;

        String kind() {
            return this == READ ? "documents.read" : "documents.write";
        }
    }

    static DocumentAccess read(Verb verb, Selector selector) {
        int semicolon = selector.text().indexOf(';');
        var rest = semicolon < 0 ? "" : selector.text().substring(semicolon);
        for (var scope : Scope.Kind.values()) {
            if (rest.equals(SCOPE + word(scope))) {
                return new DocumentAccess(verb, selector.name(0, selector.text().substring(0, semicolon)), scope);
            }
        }
        throw selector.refused(
                semicolon < 0 ? selector.text().length() : semicolon, "a collection needs ;scope=chat or ;scope=user");
    }

    private static String word(Scope.Kind scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String kind() {
        return verb.kind();
    }

    @Override
    public String selector() {
        return collection + SCOPE + word(scope);
    }
}
