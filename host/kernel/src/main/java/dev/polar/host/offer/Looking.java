package dev.polar.host.offer;

import dev.polar.host.catalog.Packages;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.pin.Feature;
import dev.polar.trust.pin.OfferDiff;
import dev.polar.trust.pin.ServerOffer;
import dev.polar.trust.pin.SkillOffer;
import dev.polar.trust.pin.SkillReview;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads skills of servers for whoever decides about them. Nothing is read when a server starts or lists: the files of a skill
 * come when an operator names it, or wants to see in what it is another now.
 */
final class Looking {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MOST_BYTES = 64 << 20;
    private static final long LONGEST_SHOWN = 256 << 10;
    private static final int MOST_SHOWN = 50;

    private final McpGeneration servers;
    private final Packages packages;
    private final Instant deadline = Instant.now().plus(PATIENCE);

    Looking(McpGeneration servers, Packages packages) {
        this.servers = servers;
        this.packages = packages;
    }

    /**
     * All that is taken and was not approved in these very bytes.
     *
     * @throws Refusal what keeps one of them out
     */
    List<LookedAt> at(List<ServerOffer> before, List<ServerOffer> offers) {
        var looked = new ArrayList<LookedAt>();
        long size = 0;
        for (var offer : offers) {
            for (var path : offer.taken()) {
                if (!TakenSkills.isApproved(before, offer, path)) {
                    var name = offer.server() + "/" + path;
                    var entry = offer.find(Feature.SKILL, path).orElseThrow();
                    size += SkillOffer.of(entry).size();
                    if (size > MOST_BYTES) {
                        throw new Refusal(
                                Code.REQUEST_INVALID,
                                "these skills have more than " + (MOST_BYTES >> 20) + " MiB together",
                                "--skills with fewer of them");
                    }
                    looked.add(at(name, offer, entry, approved(before, offer, path)));
                }
            }
        }
        return looked;
    }

    private LookedAt at(String name, ServerOffer offer, JsonObject entry, Optional<SkillOffer> before) {
        try {
            var files = new TreeMap<String, byte[]>();
            SkillOffer.of(entry)
                    .files()
                    .forEach((file, claim) -> files.put(file, bytes(offer.server(), claim, before)));
            var findings = SkillReview.of(entry, files).stream()
                    .map(finding -> "skill " + name + ": " + finding)
                    .toList();
            return new LookedAt(files, findings, texts(name, files, before, Set.of()));
        } catch (Refusal why) {
            throw new Refusal(
                    why.code(),
                    "skill " + name + " is not let in: " + why.getMessage(),
                    "leave it out: --skills with the others, or --skills none",
                    why.details());
        }
    }

    /** What was approved of that very skill is here; nothing else in the store is the server's to name. */
    private byte[] bytes(String server, SkillOffer.Claim claim, Optional<SkillOffer> before) {
        boolean known = before.filter(old -> old.files().values().stream()
                        .anyMatch(one -> one.digest().equals(claim.digest())))
                .isPresent();
        return known ? packages.read(claim.digest()) : servers.skillFile(server, claim.uri(), deadline);
    }

    private static Optional<SkillOffer> approved(List<ServerOffer> before, ServerOffer offer, String path) {
        return TakenSkills.server(before, offer.server())
                .filter(one -> one.taken().contains(path))
                .flatMap(one -> one.find(Feature.SKILL, path))
                .map(SkillOffer::of);
    }

    private List<OfferDiff> texts(
            String name, SortedMap<String, byte[]> files, Optional<SkillOffer> before, Set<String> left) {
        var was = new TreeMap<String, byte[]>();
        before.ifPresent(old -> old.files().forEach((file, claim) -> was.put(file, packages.read(claim.digest()))));
        var names = new TreeSet<>(files.keySet());
        names.addAll(was.keySet());
        names.removeAll(left);
        return names.stream()
                .map(file -> OfferDiff.ofTexts("skill " + name + ", " + file, text(was, file), text(files, file)))
                .filter(diff -> !diff.lines().isEmpty())
                .toList();
    }

    private static String text(SortedMap<String, byte[]> files, String file) {
        return Optional.ofNullable(files.get(file))
                .map(bytes -> SkillReview.text(bytes).orElseGet(() -> "(" + bytes.length + " bytes that are no text)"))
                .orElse("");
    }

    /** In what the texts of skills differ from what was approved; what cannot be read says why. */
    List<OfferDiff> differences(ComparedOffers compared) {
        var diffs = new ArrayList<OfferDiff>();
        for (var server : compared.servers()) {
            for (var skill : server.live().skills()) {
                var path = Feature.SKILL.name(skill);
                if (server.drift().concerns(Feature.SKILL, path) && diffs.size() < MOST_SHOWN) {
                    diffs.addAll(shown(server, skill));
                }
            }
        }
        return diffs;
    }

    private List<OfferDiff> shown(ComparedOffers.Server server, JsonObject skill) {
        var path = Feature.SKILL.name(skill);
        var name = server.live().server() + "/" + path;
        var before = approved(List.of(server.approved()), server.live(), path);
        var files = new TreeMap<String, byte[]>();
        try {
            var claims = SkillOffer.of(skill).files();
            for (var file : claims.entrySet()) {
                if (file.getValue().size() <= LONGEST_SHOWN && files.size() < MOST_SHOWN) {
                    var bytes = bytes(server.live().server(), file.getValue(), before);
                    SkillReview.requireClaimed(file.getKey(), file.getValue(), bytes);
                    files.put(file.getKey(), bytes);
                }
            }
            var left = new TreeSet<>(claims.keySet());
            left.removeAll(files.keySet());
            return texts(name, files, before, left);
        } catch (Refusal why) {
            return List.of(new OfferDiff("skill " + name, List.of("(cannot be read: " + why.getMessage() + ")")));
        }
    }
}
