package dev.polar.host.endpoint;

import dev.polar.host.gate.Outcome;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.runtime.Call;
import dev.polar.runtime.Generation;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Being told when what stands at an address changes. Subscribing goes through the gate as reading does, and before anything is
 * told the gate is asked again: who may not read it any more hears nothing.
 */
final class McpSubscriptions implements AutoCloseable {
    private static final Duration UNATTENDED = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

    private final Snapshots snapshots;
    private final Served served;
    private final McpResources resources;
    private final Subscriptions subscriptions;
    private final Coalesced<String> changes = new Coalesced<>(PAUSE, all -> follow());

    /** @param known whether that client is still let in */
    McpSubscriptions(Snapshots snapshots, Served served, McpResources resources, Predicate<String> known) {
        this.snapshots = snapshots;
        this.served = served;
        this.resources = resources;
        this.subscriptions = new Subscriptions(known, UNATTENDED);
        snapshots.onUpdate(subscriptions::updated);
        snapshots.onPublish(this::stirred);
    }

    /** Whether there is anything that such a client could subscribe to. */
    static boolean any(Served.Asker asker) {
        return asker.snapshot().targets().values().stream()
                .anyMatch(one -> one.target().kind() == Target.Kind.SUBSCRIPTION
                        && one instanceof Offered.Tool read
                        && asker.profile().allows(read.target(), read.reads()));
    }

    Subscriptions all() {
        return subscriptions;
    }

    /** {@code resources/subscribe}: its session hears of it in its own stream, on this node. */
    JsonObjectBuilder subscribe(Served.Asker asker) {
        var uri = asker.request().text("uri");
        var subscriber = subscriptions.session(asker.request());
        try {
            subscribe(asker, subscriber, uri);
        } finally {
            subscriptions.endIfIdle(subscriber);
        }
        return StrictJson.provider().createObjectBuilder();
    }

    /** {@code resources/unsubscribe}. */
    JsonObjectBuilder unsubscribe(Served.Asker asker) {
        var uri = asker.request().text("uri");
        subscriptions.find(asker.request().client(), asker.request().greeted()).ifPresent(one -> {
            one.remove(uri).ifPresent(subscriptions::release);
            subscriptions.endIfIdle(one);
        });
        return StrictJson.provider().createObjectBuilder();
    }

    /** Those of several addresses that the subscriber will hear of: nobody waits for an operator, or for long. */
    List<String> subscribe(Served.Asker asker, Subscriber subscriber, List<String> uris) {
        var agreed = new ArrayList<String>();
        var hurried = asker.hurried();
        long until = System.nanoTime() + PATIENCE;
        for (var uri : uris) {
            try {
                if (System.nanoTime() - until < 0) {
                    subscribe(hurried, subscriber, uri);
                    agreed.add(uri);
                }
            } catch (McpFault refused) {
                // It is left out of what is acknowledged; why is on the record.
            }
        }
        return agreed;
    }

    /** @throws McpFault what refuses it */
    private void subscribe(Served.Asker asker, Subscriber subscriber, String uri) {
        if (uri.startsWith("skill:")) {
            throw McpFault.params("skills change with their package, which is told as a changed list");
        }
        if (subscriber.of(uri).filter(known -> known.at().isPresent()).isPresent()) {
            return;
        }
        try {
            subscriptions.requireRoom(subscriber);
        } catch (Refusal full) {
            throw Served.fault(full);
        }
        var place = resources.place(asker, uri);
        var target = place.target().subscription();
        var arguments = StrictJson.provider()
                .createObjectBuilder()
                .add("uri", place.uri())
                .build();
        var call = asker.request().call(target, arguments);
        requireTold(asker, place.target(), call);
        var fresh = Subscription.of(subscriber, uri, call, serving(asker.snapshot(), call));
        subscriptions.hold(fresh);
        try {
            if (served.outcome(asker, target, arguments) instanceof Outcome.Refused refused) {
                throw McpResources.fault(asker, uri, refused);
            }
        } catch (RuntimeException refused) {
            subscriptions.release(fresh);
            throw refused;
        }
        kept(fresh);
    }

    /** Some servers have something to be read and never say that it changed. */
    private static void requireTold(Served.Asker asker, Target reads, Call call) {
        if (asker.snapshot().find(call.target(), call.session()).isEmpty()
                && asker.snapshot().find(reads, call.session()).isPresent()) {
            throw McpFault.params("the server of this address does not say when it changes: read it when you need it");
        }
    }

    private void kept(Subscription held) {
        var one = held.approved(served.wouldRefuse(held.again())
                .filter(why -> why.code() == Code.APPROVAL_REQUIRED)
                .isPresent());
        subscriptions.hold(one);
        if (!one.equals(held)) {
            subscriptions.release(held);
        }
        var over = held.of().put(one);
        over.ifPresent(subscriptions::release);
        if (over.filter(one::equals).isPresent()) {
            throw McpFault.params("the session has ended meanwhile: subscribe again");
        }
        stirred(); // its server may have been another when the gate looked
    }

    private static Optional<Generation> serving(Snapshot snapshot, Call call) {
        return snapshot.find(call.target(), call.session()).map(Offered::generation);
    }

    /** The session is over. */
    void end(String client, Greeted session) {
        subscriptions.find(client, Optional.of(session)).ifPresent(subscriptions::end);
    }

    /** What a subscriber is to be told now, and may be. */
    List<String> due(Subscriber subscriber) {
        return subscriber.take().stream()
                .filter(this::mayHear)
                .map(Subscription::uri)
                .toList();
    }

    private boolean mayHear(Subscription one) {
        return one.at().isPresent()
                && one.at().equals(serving(snapshots.current(), one.call()))
                && served.wouldRefuse(one.again())
                        .filter(why -> why.code() != Code.APPROVAL_REQUIRED || !one.approved())
                        .isEmpty();
    }

    private void stirred() {
        if (!subscriptions.isEmpty()) {
            changes.happened("");
        }
    }

    /** Where a plugin has another generation now, that one is asked; where it has none, nobody is. */
    private void follow() {
        for (var one : subscriptions.all()) {
            var now = serving(snapshots.current(), one.call());
            if (now.isEmpty() && one.at().isPresent()) {
                moved(one, one.nowhere(Optional.empty()));
            } else if (now.isPresent()
                    && !now.equals(one.at())
                    && !now.map(Generation::id).equals(one.refused())) {
                ask(one, now.get());
            }
        }
    }

    private void ask(Subscription one, Generation now) {
        var next = one.at(now);
        subscriptions.hold(next);
        switch (served.again(one.again())) {
            case Outcome.Answered answered -> {
                if (moved(one, next)) {
                    subscriptions.changed(next);
                } else {
                    subscriptions.release(next);
                }
            }
            case Outcome.Refused refused -> {
                subscriptions.release(next);
                moved(one, one.nowhere(Optional.of(now.id())));
            }
        }
    }

    private boolean moved(Subscription before, Subscription after) {
        boolean still = before.of().replace(before, after);
        if (still) {
            subscriptions.release(before);
        }
        return still;
    }

    @Override
    public void close() {
        subscriptions.close();
    }
}
