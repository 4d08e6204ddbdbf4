package dev.polar.host.work;

import dev.polar.host.audit.Draft;
import dev.polar.spi.Caller;
import dev.polar.spi.Trace;
import dev.polar.trust.audit.Category;
import java.util.Optional;

/**
 * A row that was taken to be worked on.
 *
 * @param person who wrote it, or whom it answers
 * @param attempts how often it was taken, this time included; says also who may finish it
 * @param trace of the message that it began with; empty if that is not known
 */
record Item(long id, Room room, String person, String text, int attempts, String trace) {
    Caller.ChannelUser user() {
        return new Caller.ChannelUser(room.kind(), room.account(), room.name(), person);
    }

    Draft draft(String action) {
        var draft = Draft.of(Category.CHANNEL, action);
        return (trace.isEmpty() ? draft : draft.trace(new Trace(trace)))
                .caller(user(), "host")
                .session(room.session())
                .channel(room.kind(), room.account(), room.name(), Optional.empty())
                .fact("item", id)
                .fact("attempts", attempts);
    }
}
