package dev.polar.runtime.mcp;

import dev.polar.spi.Refusal;
import dev.polar.trust.pin.FeatureName;
import dev.polar.trust.pin.ServerOffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a server has, as it last listed it: asked for again when it says that something changed and when the list has aged,
 * and held against what was approved.
 */
final class Repertoire {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ANOTHER_TRY = Duration.ofMinutes(1);

    /** Who is asked in the background. */
    interface Asked {
        /** The session, if there is one to be asked. */
        Optional<McpSession> session(Instant deadline);

        /** Whether somebody waits for what it says though nobody calls. */
        boolean awaited();
    }

    private final String server;
    private final Optional<String> origin;
    private final UnaryOperator<String> masked;
    private final InstantSource clock;
    private final ServerLink.Events events;
    private final Asked asked;
    private final Relisting relisting;
    private final Pinned pinned;
    /** Whether it was said that lists changed before there was anybody to ask. */
    private volatile boolean missed;

    private volatile Listed listed;
    private volatile boolean known;
    private volatile Instant goodUntil = Instant.MIN;

    /**
     * @param server its key in {@code mcp.json}
     * @param origin of a remote server
     * @param masked takes the plugin's secrets out of what it says of itself: that is stored, and shown to agents
     */
    Repertoire(
            String label,
            String server,
            Optional<String> origin,
            UnaryOperator<String> masked,
            InstantSource clock,
            ServerLink.Events events,
            Asked asked) {
        this.server = server;
        this.origin = origin;
        this.masked = masked;
        this.clock = clock;
        this.events = events;
        this.asked = asked;
        this.relisting = new Relisting("relist " + label, this::again);
        this.pinned = new Pinned(label);
        this.listed = Listed.nothing(server, origin);
    }

    Listed listed() {
        return listed;
    }

    boolean aged() {
        return clock.instant().isAfter(goodUntil);
    }

    /** It is shown as it was approved until it is asked. */
    void approved(ServerOffer offer) {
        listed = Listed.approved(offer);
        known = true;
        pinned.to(offer);
    }

    /** Asks that session. */
    void list(McpSession session, Instant deadline) {
        var before = listed;
        var fresh = Listed.by(session, server, origin, masked, deadline).after(before);
        boolean first = !known;
        known = true;
        listed = fresh;
        goodUntil = clock.instant().plus(fresh.lives());
        pinned.offered(fresh.offer());
        relisting.after(fresh.lives());
        if (!first && fresh.differs(before)) {
            events.offerChanged();
        }
        if (!first && !fresh.resources().equals(before.resources())) {
            events.resourcesChanged();
        }
    }

    /** It says that something changed. */
    void changed() {
        relisting.soon();
    }

    /** There is somebody to ask. */
    void opened() {
        if (missed) {
            relisting.soon();
        }
    }

    private void again() {
        missed = true; // before looking, so that whoever opens it meanwhile sees this or is seen
        var deadline = Instant.now().plus(PATIENCE);
        try {
            asked.session(deadline).ifPresent(session -> {
                missed = false;
                list(session, deadline);
            });
        } catch (Refusal refusal) {
            // The old list stands: it is what was approved, and a server that lists nothing gains nothing.
            if (asked.awaited()) {
                relisting.after(ANOTHER_TRY);
            }
        }
    }

    /** Holds it to what was approved of it: what is not that is not called, whoever has been told already. */
    void pin(ServerOffer approved) {
        pinned.to(approved);
    }

    /**
     * @param what of the server, as far as that is approved by itself
     * @throws Refusal {@code TOOL_DRIFTED}
     */
    void require(Optional<FeatureName> what) {
        what.ifPresentOrElse(pinned::require, pinned::requireServer);
    }

    void end() {
        relisting.end();
    }
}
