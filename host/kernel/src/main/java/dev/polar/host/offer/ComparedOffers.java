package dev.polar.host.offer;

import dev.polar.adminapi.Plan;
import dev.polar.host.catalog.Packages;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import dev.polar.trust.pin.Drift;
import dev.polar.trust.pin.OfferDiff;
import dev.polar.trust.pin.ServerOffer;
import dev.polar.trust.pin.ToolSetPin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was approved of the servers of a package beside what they offer now.
 *
 * @param servers those that run
 * @param missing approved ones that do not run: what they would offer is not known, so that their approval stands
 */
public record ComparedOffers(List<Server> servers, List<ServerOffer> missing) {

    /** One that runs. One that nobody approved, because it did not start then, offers all of it anew. */
    public record Server(ServerOffer approved, ServerOffer live, Drift drift) {
        static Server of(ServerOffer approved, ServerOffer live) {
            return new Server(approved, live, ToolSetPin.of(approved).to(ToolSetPin.of(live)));
        }
    }

    public static ComparedOffers of(List<ServerOffer> approved, McpGeneration generation) {
        return of(approved, generation.offers());
    }

    static ComparedOffers of(List<ServerOffer> approved, List<ServerOffer> live) {
        var servers = new ArrayList<Server>();
        for (var now : live) {
            servers.add(Server.of(
                    named(approved, now.server()).orElseGet(() -> ServerOffer.none(now.server(), now.origin())), now));
        }
        var missing = approved.stream()
                .filter(offer -> named(live, offer.server()).isEmpty())
                .toList();
        return new ComparedOffers(List.copyOf(servers), missing);
    }

    /** What was kept of an approval; nothing if it is no longer there or is not what was kept. */
    public static List<ServerOffer> kept(Optional<Digest> definitions, Packages packages) {
        try {
            return definitions.map(packages::read).map(OfferText::read).orElse(List.of());
        } catch (Refusal unreadable) {
            return List.of();
        }
    }

    private static Optional<ServerOffer> named(List<ServerOffer> offers, String server) {
        return offers.stream().filter(offer -> offer.server().equals(server)).findFirst();
    }

    /** Whether everything is what was approved. */
    public boolean isSame() {
        return servers.stream().allMatch(server -> server.drift().isEmpty());
    }

    /** All that was approved. */
    public List<ServerOffer> approved() {
        return sorted(Stream.concat(servers.stream().map(Server::approved), missing.stream()));
    }

    /** What would be approved by saying yes to all that is different; skills that agents had, they have. */
    public List<ServerOffer> next() {
        var live = TakenSkills.stillThere(
                approved(), servers.stream().map(Server::live).toList());
        return sorted(Stream.concat(live.stream(), missing.stream()));
    }

    private static List<ServerOffer> sorted(Stream<ServerOffer> offers) {
        return offers.sorted(Comparator.comparing(ServerOffer::server)).toList();
    }

    /** What is different, line by line; of a package with several servers with its server in front. */
    List<OfferDiff> diffs() {
        return servers.stream()
                .flatMap(server -> OfferDiff.between(server.approved(), server.live()).stream()
                        .map(diff -> new OfferDiff(of(server) + diff.what(), diff.lines())))
                .toList();
    }

    /** The same as notes of a plan. */
    public List<String> lines() {
        return lines(diffs());
    }

    static List<String> lines(List<OfferDiff> diffs) {
        var notes = new ArrayList<String>();
        for (var diff : diffs) {
            notes.add(Plan.DIFFERENCE + diff.what());
            diff.lines().forEach(line -> notes.add(Plan.DIFFERENCE + "  " + line));
        }
        return notes;
    }

    /** What is different, in a few words each: {@code + tool search}, {@code ~ prompt ask}. */
    List<String> names() {
        var names = new ArrayList<String>();
        for (var server : servers) {
            var drift = server.drift();
            if (drift.server()) {
                names.add("~ " + of(server) + "what the server says of itself");
            }
            drift.changed().forEach(one -> names.add("~ " + of(server) + one));
            drift.added().forEach(one -> names.add("+ " + of(server) + one));
            drift.removed().forEach(one -> names.add("- " + of(server) + one));
        }
        return names;
    }

    private String of(Server server) {
        return servers.size() + missing.size() > 1 ? server.live().server() + ", " : "";
    }
}
