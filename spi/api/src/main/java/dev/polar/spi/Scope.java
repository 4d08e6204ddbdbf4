package dev.polar.spi;

/** Whose documents: those of a conversation or those of a person. */
public record Scope(Kind kind, String id) {
    /** The two scopes there are. */
    public enum Kind {
        CHAT,
        USER
    }

    public Scope {
        if (id.isBlank() || id.length() > 200) {
            throw new IllegalArgumentException("a scope needs an id of 1 to 200 characters");
        }
    }

    public static Scope chat(String id) {
        return new Scope(Kind.CHAT, id);
    }

    public static Scope user(String id) {
        return new Scope(Kind.USER, id);
    }
}
