package dev.polar.host.broker;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.runtime.CurrentCall;
import dev.polar.runtime.GenerationId;
import dev.polar.trust.audit.Category;
import java.util.List;

/**
 * Puts the use of a secret on record before it is used: with the call being answered, whose record names it, or, on a
 * thread that answers none, as a record of its own.
 */
record SecretUse(GenerationId generation, Journal journal) {
    /** A process is about to see it, for as long as it lives. */
    void seen(SecretTerms terms) {
        CurrentCall.get().ifPresent(call -> call.usage().secret(terms.name()));
        append(terms, "secret.env");
    }

    void note(SecretTerms terms, String how) {
        var call = CurrentCall.get();
        if (call.isPresent()) {
            call.get().usage().secret(terms.name());
        } else {
            append(terms, how);
        }
    }

    private void append(SecretTerms terms, String how) {
        journal.append(Draft.of(Category.SECRET, how)
                .plugin(generation.plugin().name(), generation.version(), generation.digest())
                .secretNames(List.of(terms.name()))
                .fact("version", generation.version())
                .fact("digest", generation.digest())
                .fact("audience", terms.audience().toString())
                .allowed());
    }
}
