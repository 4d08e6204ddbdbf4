package dev.polar.host.audit;

import java.util.Optional;

/** Looks into drafts, for tests elsewhere. */
public final class Drafts {
    private Drafts() {}

    public static boolean says(Draft draft, String field, String text) {
        return draft.said(field).equals(Optional.of(text));
    }
}
