package dev.polar.trust.permission;

/** A secret of the operator's. */
public record SecretAccess(Verb verb, String name) implements Access {
    /** Who sees the value. */
    public enum Verb {
        /** The host puts it into requests to the secret's audience; the plugin never sees it. */
        USE,
        /** The plugin's process finds it in its environment. */
        ENV,
        /** The plugin is given the value. */
        READ;

        String kind() {
            return switch (this) {
                case USE -> "secret.use";
                case ENV -> "secret.env";
                case READ -> "secret.read";
            };
        }
    }

    @Override
    public String kind() {
        return verb.kind();
    }

    @Override
    public String selector() {
        return name;
    }

    @Override
    public boolean highRisk() {
        return verb != Verb.USE;
    }
}
