package dev.polar.host.consent;

/**
 * How many different operators must sign a statement before it counts. It is known from the statement alone, so that a
 * stored one is judged as it was when it came: a row with fewer signatures does not exist.
 */
public final class Quorum {
    private Quorum() {}

    /** One, except for what no single operator may do; of several decisions at once, what the gravest needs. */
    public static int of(Statement statement) {
        return Math.max(
                alone(statement),
                statement.clauses().stream()
                        .mapToInt(clause -> alone(statement.alone(clause)))
                        .max()
                        .orElse(1));
    }

    private static int alone(Statement statement) {
        return switch (statement.action()) {
            case "trust.replace" -> 2;
            // A lift by one operator says so, and only counts a day after it was announced.
            case "revocations.lift" -> statement.body().getBoolean("alone", false) ? 1 : 2;
            default -> 1;
        };
    }

    /** Whether that may take more than one operator, and so is nothing for automation. */
    static boolean takesPeople(String action) {
        return switch (action) {
            case "trust.replace", "revocations.lift" -> true;
            default -> false;
        };
    }
}
