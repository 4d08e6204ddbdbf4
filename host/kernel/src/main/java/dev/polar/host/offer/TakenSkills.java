package dev.polar.host.offer;

import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Packages;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.pin.Feature;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which skills of servers agents may have, when an operator has said yes. A server's offer brings none of them: each has to be
 * named once ({@code skills}, as {@code SERVER/PATH} or {@code PATH} with {@code *}), and then what is approved are its bytes.
 *
 * @param offers what is pinned, saying what of it is taken
 * @param looked those that nobody approved in these bytes before
 */
public record TakenSkills(List<ServerOffer> offers, List<LookedAt> looked) {
    /** The word that names none. */
    private static final String NONE = "none";

    private static final int MOST_NAMED = 20;

    public TakenSkills {
        offers = List.copyOf(offers);
        looked = List.copyOf(looked);
    }

    /**
     * What a request means. One that names no skills leaves those that were taken, also if they are others now: the plan
     * shows in what.
     *
     * @param before what was approved
     * @param live what would be pinned
     * @throws Refusal {@code REQUEST_INVALID} for a name that fits nothing, or what keeps a skill out
     */
    public static TakenSkills of(
            McpGeneration servers,
            List<ServerOffer> before,
            List<ServerOffer> live,
            Request request,
            Packages packages) {
        var text = request.with().getOrDefault("skills", "");
        var offers = text.isEmpty() ? stillThere(before, live) : named(live, text);
        return new TakenSkills(offers, new Looking(servers, packages).at(before, offers));
    }

    /** What was taken and is the same to the letter: nobody has to look at anything. */
    public static List<ServerOffer> unchanged(List<ServerOffer> before, List<ServerOffer> live) {
        return live.stream()
                .map(offer -> offer.taking(taken(before, offer).stream()
                        .filter(path -> isApproved(before, offer, path))
                        .toList()))
                .toList();
    }

    /** Every skill that was taken and is still offered, whatever it is now. */
    static List<ServerOffer> stillThere(List<ServerOffer> before, List<ServerOffer> live) {
        return live.stream().map(offer -> offer.taking(taken(before, offer))).toList();
    }

    /** Whether that skill was approved with exactly that entry. */
    static boolean isApproved(List<ServerOffer> before, ServerOffer offer, String path) {
        return taken(before, offer).contains(path)
                && server(before, offer.server())
                        .flatMap(one -> one.find(Feature.SKILL, path))
                        .equals(offer.find(Feature.SKILL, path));
    }

    static Optional<ServerOffer> server(List<ServerOffer> offers, String name) {
        return offers.stream().filter(one -> one.server().equals(name)).findFirst();
    }

    private static Collection<String> taken(List<ServerOffer> before, ServerOffer offer) {
        return server(before, offer.server())
                .<Collection<String>>map(ServerOffer::taken)
                .orElse(List.of());
    }

    private static List<ServerOffer> named(List<ServerOffer> live, String text) {
        if (text.equals(NONE)) {
            return live.stream().map(offer -> offer.taking(List.of())).toList();
        }
        var patterns = new ArrayList<Pattern>();
        for (var part : text.split(",")) {
            var pattern = glob(part.strip());
            if (live.stream()
                    .noneMatch(offer -> !fitting(offer, List.of(pattern)).isEmpty())) {
                throw new Refusal(
                        Code.REQUEST_INVALID,
                        "no skill that its servers offer fits '" + part.strip() + "'",
                        "--skills 'SERVER/PATH,...' with the names that the plan shows, or --skills none",
                        Map.of("skills", part.strip()));
            }
            patterns.add(pattern);
        }
        return live.stream()
                .map(offer -> offer.taking(fitting(offer, patterns)))
                .toList();
    }

    private static SortedSet<String> fitting(ServerOffer offer, List<Pattern> patterns) {
        return offer.skills().stream()
                .map(Feature.SKILL::name)
                .filter(path -> patterns.stream()
                        .anyMatch(pattern -> pattern.matcher(path).matches()
                                || pattern.matcher(offer.server() + "/" + path).matches()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Pattern glob(String text) {
        return Pattern.compile(text.chars()
                .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining()));
    }

    public byte[] definitions() {
        return OfferText.write(offers);
    }

    /** Keeps the bytes that agents will read: from now on nobody asks the server for them. */
    public void keep(Packages packages) {
        looked.forEach(one -> one.files().values().forEach(packages::keep));
    }

    /** What an operator should look at of those that are new. */
    public List<String> findings() {
        return looked.stream().flatMap(one -> one.findings().stream()).toList();
    }

    /** Adds to a body which skills agents may have; nothing where no server offers any. */
    public void addTo(JsonObjectBuilder body) {
        if (offers.stream().anyMatch(offer -> !offer.skills().isEmpty())) {
            var names = StrictJson.provider().createArrayBuilder();
            names(true).forEach(names::add);
            body.add("skills", names);
        }
    }

    /** The text of those that are new, against what it was, and the names of those that nobody took. */
    public List<String> notes() {
        var notes = new ArrayList<String>();
        left("--skills names those that they may have").ifPresent(notes::add);
        looked.forEach(one -> notes.addAll(ComparedOffers.lines(one.texts())));
        return notes;
    }

    /**
     * The names of those that nobody took.
     *
     * @param how they are taken from here
     */
    public Optional<String> left(String how) {
        var left = names(false);
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of("skills that are offered and that agents do not get: "
                        + String.join(", ", Some.of(left, MOST_NAMED, rest -> "and " + rest + " more")) + " (" + how
                        + ")");
    }

    private List<String> names(boolean taken) {
        var names = new ArrayList<String>();
        for (var offer : offers) {
            for (JsonObject skill : offer.skills()) {
                var path = Feature.SKILL.name(skill);
                if (offer.taken().contains(path) == taken) {
                    names.add(offer.server() + "/" + path);
                }
            }
        }
        return names;
    }
}
