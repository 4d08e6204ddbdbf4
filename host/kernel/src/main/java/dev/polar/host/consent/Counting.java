package dev.polar.host.consent;

import dev.polar.spi.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which of the rows count, read in their order: each is one version above the last about the same object. It goes on
 * where it was when rows are added, and begins again when the operators or earlier rows are others.
 */
final class Counting {
    private final Pinned pinned;
    private final Function<String, Consented> verified;
    private final List<ConsentTable.Row> rows = new ArrayList<>();
    private final List<Consented> consents = new ArrayList<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<ConsentTable.Row, Refusal> broken = new LinkedHashMap<>();
    private final Map<String, Consented> parts = new HashMap<>();

    /** @param verified what counts of an envelope while these operators are pinned */
    Counting(Pinned pinned, Function<String, Consented> verified) {
        this.pinned = pinned;
        this.verified = verified;
    }

    /** Whether nothing but more rows came. */
    boolean goesOn(Pinned now, List<ConsentTable.Row> next) {
        if (pinned != now || next.size() < rows.size()) {
            return false;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (next.get(i) != rows.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is anything that was not looked at. */
    boolean isBehind(List<ConsentTable.Row> next) {
        return rows.size() < next.size();
    }

    /** How many of them count so far. */
    int counted() {
        return consents.size();
    }

    View over(List<ConsentTable.Row> next) {
        next.subList(rows.size(), next.size()).forEach(this::add);
        return new View(List.copyOf(consents), Map.copyOf(versions), new LinkedHashMap<>(broken));
    }

    private void add(ConsentTable.Row row) {
        rows.add(row);
        try {
            var consent = stored(row);
            long next = versions.getOrDefault(row.object(), 0L) + 1;
            if (consent.version() != next) {
                throw Ledger.tampered("version " + next + " is missing");
            }
            versions.put(row.object(), next);
            if (!consent.isVoid()) {
                consents.add(consent);
            }
            consent.parts().forEach(part -> parts.put(part.envelope(), part));
        } catch (Refusal refusal) {
            broken.put(row, Ledger.tampered(row, refusal));
        }
    }

    /** A row holds an envelope, or names the part of another row's envelope that it stands for. */
    private Consented stored(ConsentTable.Row row) {
        var consent = Optional.ofNullable(parts.get(row.envelope())).orElseGet(() -> verified.apply(row.envelope()));
        if (!consent.object().equals(row.object()) || consent.version() != row.version()) {
            throw Ledger.tampered("the envelope is about " + consent.object() + " version " + consent.version());
        }
        return consent.storedAs(row.seq());
    }

    /** What was read last. */
    record View(List<Consented> consents, Map<String, Long> versions, Map<ConsentTable.Row, Refusal> broken) {
        static final View NOTHING = new View(List.of(), Map.of(), Map.of());
    }
}
