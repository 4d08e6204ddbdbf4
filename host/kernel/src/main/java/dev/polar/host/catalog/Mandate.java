package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;
import dev.polar.spi.PluginId;
import dev.polar.trust.key.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What operators decided about one plugin: which release it runs under, and what else of it they let in or keep waiting.
 * Which of the approved ones serves at this moment is in its {@link Row}: going back to the fallback is the host's own act.
 *
 * @param serving the release they wanted last
 * @param waiting approved for nothing yet
 * @param trial a release for a part of the sessions
 * @param fallback what served before, which the plugin may go back to
 * @param gaveWay what was approved until a later consent put another in its place: a node runs it until it has switched
 */
public record Mandate(
        Release serving,
        Optional<Waiting> waiting,
        Optional<Trial> trial,
        Optional<Release> fallback,
        List<Release> gaveWay) {
    private Mandate(Release serving, Optional<Waiting> waiting, Optional<Trial> trial, Optional<Release> fallback) {
        this(serving, waiting, trial, fallback, List.of());
    }

    /** What one more consent leaves of the mandates. */
    static void add(Consented consent, Map<PluginId, Mandate> mandates) {
        if (!consent.object().startsWith("plugin:")) {
            return;
        }
        var plugin = new PluginId(consent.object().substring("plugin:".length()));
        switch (consent.action()) {
            case "install" -> mandates.put(plugin, only(Release.resting(consent)));
            case "uninstall" -> mandates.remove(plugin);
            case "enable" -> change(mandates, plugin, mandate -> mandate.enabled(consent));
            case "disable" -> change(mandates, plugin, Mandate::disabled);
            case "pin" -> change(mandates, plugin, mandate -> mandate.pinned(consent));
            case "stage" -> change(mandates, plugin, mandate -> mandate.waiting(Optional.of(Waiting.of(consent))));
            case "unstage" -> change(mandates, plugin, mandate -> mandate.waiting(Optional.empty()));
            case "update" -> change(mandates, plugin, mandate -> mandate.updated(consent));
            case "canary" -> change(mandates, plugin, mandate -> mandate.trying(consent));
            case "rollback" -> change(mandates, plugin, mandate -> mandate.backBy(consent));
            default -> {}
        }
    }

    private static void change(Map<PluginId, Mandate> mandates, PluginId plugin, UnaryOperator<Mandate> change) {
        mandates.computeIfPresent(
                plugin, (name, mandate) -> change.apply(mandate).after(mandate));
    }

    private Mandate after(Mandate before) {
        // Of a content that was approved more than once, the last approval.
        var gone = new LinkedHashMap<Digest, Release>();
        Stream.concat(before.approved().stream(), before.gaveWay().stream())
                .filter(release -> of(release.terms().content()).isEmpty())
                .forEach(release -> gone.putIfAbsent(release.terms().content(), release));
        return new Mandate(serving, waiting, trial, fallback, List.copyOf(gone.values()));
    }

    private static Mandate only(Release release) {
        return new Mandate(release, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The consent to the release that serves. */
    public Consented installed() {
        return serving.consent();
    }

    public Terms terms() {
        return serving.terms();
    }

    /** The consent to running it, if operators want it running. */
    public Optional<Consented> enabled() {
        return serving.enabled();
    }

    /** Every release that is approved. */
    public List<Release> approved() {
        return Stream.of(Optional.of(serving), trial.map(Trial::release), fallback)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The approved release of exactly that content. */
    public Optional<Release> of(Digest content) {
        return approved().stream()
                .filter(release -> release.terms().content().equals(content))
                .findFirst();
    }

    /** The approved release of a row; what is on trial for a part of the sessions serves nobody else. */
    public Optional<Release> of(Row row) {
        return of(row.content()).filter(release -> row.role() != Role.SERVING || !isOnTrial(release));
    }

    /** What another release was put in the place of; until the switch, and while its calls finish, it still runs. */
    Stream<Release> before() {
        return Stream.concat(gaveWay.stream(), fallback.stream());
    }

    private boolean isOnTrial(Release release) {
        return trial.filter(one -> one.release() == release).isPresent();
    }

    private Mandate enabled(Consented consent) {
        return named(consent, "content")
                .map(release -> new Mandate(
                        release.enabled(Optional.of(consent)),
                        waiting,
                        trial,
                        fallback.filter(other -> !same(other, release))))
                .orElseGet(() -> new Mandate(serving.enabled(Optional.empty()), waiting, trial, fallback));
    }

    /** What that release may offer from now on; everything else of it stays as it was. */
    private Mandate pinned(Consented consent) {
        var content = consent.body().getString("content");
        UnaryOperator<Release> change =
                release -> release.terms().content().toString().equals(content) ? release.pinned(consent) : release;
        return new Mandate(change.apply(serving), waiting, trial, fallback.map(change));
    }

    private Mandate disabled() {
        return new Mandate(
                serving.enabled(Optional.empty()),
                waiting,
                Optional.empty(),
                fallback.map(release -> release.enabled(Optional.empty())));
    }

    private Mandate waiting(Optional<Waiting> next) {
        return new Mandate(serving, next, trial, fallback);
    }

    /** The release that gave way is what it falls back to. */
    private Mandate updated(Consented consent) {
        return new Mandate(next(consent), Optional.empty(), Optional.empty(), named(consent, "replaces"));
    }

    private Mandate trying(Consented consent) {
        var body = consent.body();
        var tried = new Trial(
                Release.running(consent),
                body.getInt("percent"),
                body.getInt("bound"),
                consent.digest().hex());
        return new Mandate(serving, Optional.empty(), Optional.of(tried), fallback);
    }

    /** Ends a trial, or goes back to the release it names. */
    private Mandate backBy(Consented consent) {
        return consent.body().containsKey("ends")
                ? new Mandate(serving, waiting, Optional.empty(), fallback)
                : new Mandate(next(consent), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Release next(Consented consent) {
        return consent.body().getString("state").equals(State.ENABLED.label())
                ? Release.running(consent)
                : Release.resting(consent);
    }

    private Optional<Release> named(Consented consent, String member) {
        var content = consent.body().getString(member, "");
        return approved().stream()
                .filter(release -> release.terms().content().toString().equals(content))
                .findFirst();
    }

    private static boolean same(Release one, Release other) {
        return one.terms().content().equals(other.terms().content());
    }
}
