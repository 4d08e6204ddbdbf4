package dev.polar.trust.witness;

import dev.polar.trust.audit.Note;

/** What a witness says to a request, with the status that C2SP tlog-witness gives it over HTTP. */
public sealed interface Answer {
    /** The checkpoint is durable here, and this is the witness's line under it. */
    record Cosigned(Note.Signature line) implements Answer {}

    /** The request is none, or its old size is larger than its checkpoint. */
    record Malformed(String why) implements Answer {}

    /** The witness was not told to watch this log. */
    record UnknownLog() implements Answer {}

    /** The key of that log did not sign the checkpoint. */
    record NotSigned() implements Answer {}

    /**
     * The witness knows the log at another size, or at this size with another root.
     *
     * @param known the size it cosigned last
     */
    record OtherSize(long known) implements Answer {}

    /** The proof does not show that the log grew from what the witness knows. */
    record Inconsistent() implements Answer {}

    /** The HTTP status. */
    default int status() {
        return switch (this) {
            case Cosigned cosigned -> 200;
            case Malformed malformed -> 400;
            case NotSigned notSigned -> 403;
            case UnknownLog unknown -> 404;
            case OtherSize other -> 409;
            case Inconsistent inconsistent -> 422;
        };
    }
}
