package dev.polar.trust.permission;

import dev.polar.trust.audit.Category;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An audit sink's view of one category of records, or of all: commitments, never openings. High risk all the same, for who
 * called what when is in them.
 *
 * @param category as a record has it, or {@code *}
 */
public record AuditReceive(String category) implements Access {
    /** Every category. */
    public static final String ALL = "*";

    static AuditReceive read(Selector selector) {
        var text = selector.text();
        if (!text.equals(ALL) && Category.named(text).isEmpty()) {
            var known = Arrays.stream(Category.values()).map(Category::text).collect(Collectors.joining(", "));
            throw selector.refused(0, "records have one of the categories " + known + ", and '*' is all of them");
        }
        return new AuditReceive(text);
    }

    /** Whether records of that category are seen. */
    public boolean sees(String one) {
        return category.equals(ALL) || category.equals(one);
    }

    @Override
    public String kind() {
        return "audit.receive";
    }

    @Override
    public String selector() {
        return category;
    }

    @Override
    public Optional<AuditReceive> meet(Access other) {
        if (!(other instanceof AuditReceive records)) {
            return Optional.empty();
        }
        return sees(records.category)
                ? Optional.of(records)
                : records.sees(category) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public boolean highRisk() {
        return true;
    }
}
