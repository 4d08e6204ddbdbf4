package dev.polar.host.revocation;

import dev.polar.host.consent.Consented;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everybody whose list was ever enrolled. One that was removed is no longer fetched and no longer has to be fresh; its
 * entries stay in force, for taking them out would be lifting them.
 */
public record Sources(List<Enrolled> all) {
    static final String ADD = "revocations.add";
    static final String REMOVE = "revocations.remove";

    /** One of them. */
    public record Enrolled(Source source, boolean active, Instant since) {}

    static Sources of(Collection<Consented> consents) {
        var all = new LinkedHashMap<String, Enrolled>();
        for (var consent : consents) {
            var name = consent.body().getString("name", "");
            switch (consent.action()) {
                case ADD -> all.put(name, new Enrolled(Source.of(consent.body()), true, consent.at()));
                case REMOVE ->
                    all.computeIfPresent(name, (_, known) -> new Enrolled(known.source(), false, known.since()));
                default -> {}
            }
        }
        return new Sources(List.copyOf(all.values()));
    }

    /** Those that are fetched and have to be fresh. */
    public List<Source> active() {
        return all.stream().filter(Enrolled::active).map(Enrolled::source).toList();
    }

    Optional<Enrolled> find(String name) {
        return all.stream().filter(one -> one.source().name().equals(name)).findFirst();
    }

    /**
     * The active one of that name.
     *
     * @throws Refusal {@code NOT_FOUND}
     */
    Source requireActive(String name) {
        return find(name)
                .filter(Enrolled::active)
                .map(Enrolled::source)
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        "no revocation list '" + CleanText.line(name) + "' is enrolled",
                        "polar freshness shows which are"));
    }

    Map<String, Source> byName() {
        var named = new LinkedHashMap<String, Source>();
        all.forEach(one -> named.put(one.source().name(), one.source()));
        return named;
    }

    static String object(String name) {
        return "revocations:" + name;
    }
}
