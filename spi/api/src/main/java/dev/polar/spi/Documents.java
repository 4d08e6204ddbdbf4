package dev.polar.spi;

/** The plugin's documents; needs {@code documents.read} and {@code documents.write}. No query without a scope. */
public interface Documents {
    /**
     * The documents of one collection within one scope.
     *
     * @throws Refusal {@code PERMISSION_DENIED}
     */
    DocumentSet in(Scope scope, String collection);
}
