package dev.polar.host.admin;

import dev.polar.adminapi.ClientRow;
import dev.polar.adminapi.PublisherRow;
import dev.polar.host.audit.CallCounts;
import dev.polar.host.catalog.Enrolled;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.endpoint.Clients;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.packages.Publisher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What operators decided, as an operator looks at it. */
final class TrustViews {
    private final TrustReader trust;
    private final Clients clients;
    private final CallCounts counts;

    TrustViews(TrustReader trust, Clients clients, CallCounts counts) {
        this.trust = trust;
        this.clients = clients;
        this.counts = counts;
    }

    List<PublisherRow> publishers() {
        var known = trust.read();
        var rows = new ArrayList<PublisherRow>();
        known.enrolments().active().values().forEach(enrolled -> rows.add(row(enrolled)));
        known.keyring().publishers().stream()
                .filter(publisher -> !known.enrolments().active().containsKey(publisher.name()))
                .forEach(publisher -> rows.add(own(publisher)));
        return rows;
    }

    /** @throws Refusal {@code NOT_FOUND} */
    List<PublisherRow> publisher(String name) {
        var row =
                publishers().stream().filter(found -> found.name().equals(name)).toList();
        if (row.isEmpty()) {
            throw new Refusal(Code.NOT_FOUND, "nobody called '" + name + "' is enrolled", "polar trust list");
        }
        return row;
    }

    List<ClientRow> clients() {
        return clients.list().stream()
                .map(client -> new ClientRow(
                        client.name(),
                        client.createdAt().toString(),
                        client.expiresAt().map(Instant::toString).orElse(""),
                        counts.lastCall(client.name()).map(Instant::toString).orElse(""),
                        String.join(", ", client.profile().words()),
                        comesWith(client.mark())))
                .toList();
    }

    private static String comesWith(Clients.Mark mark) {
        return switch (mark) {
            case Clients.Mark.Hash hash -> "";
            case Clients.Mark.Vouched(var subject) -> subject.toString();
        };
    }

    private static PublisherRow row(Enrolled enrolled) {
        var enrolment = enrolled.enrolment();
        return new PublisherRow(
                enrolled.name(),
                enrolment.reviewer() ? "reviewer" : enrolment.level().label(),
                enrolment.threshold(),
                enrolment.keys().stream().map(key -> key.id().hex()).toList(),
                List.copyOf(enrolment.namespaces()),
                enrolled.since().toString(),
                enrolled.by());
    }

    private static PublisherRow own(Publisher publisher) {
        return new PublisherRow(
                publisher.name(),
                publisher.level().label(),
                publisher.threshold(),
                publisher.keys().stream().map(key -> key.id().hex()).toList(),
                publisher.namespaces().stream().sorted().toList(),
                "",
                "this installation");
    }
}
