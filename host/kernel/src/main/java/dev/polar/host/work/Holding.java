package dev.polar.host.work;

import dev.polar.host.approval.ApprovalRow;
import dev.polar.host.approval.Asked;
import dev.polar.host.store.Transaction;
import dev.polar.runtime.Call;
import dev.polar.runtime.Target;
import dev.polar.spi.Caller;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps each call that is made for somebody in a chat and has to be approved, so that the host can make it once it is.
 * What is sent is not among them: it waits in the outbox.
 */
public final class Holding implements Asked {
    @Override
    public void asked(Transaction transaction, ApprovalRow row, Call call) {
        if (call.target().kind() == Target.Kind.SEND) {
            return;
        }
        var plugins = new ArrayList<String>();
        var caller = call.caller();
        while (caller instanceof Caller.OtherPlugin plugin) {
            plugins.add(plugin.plugin().name());
            caller = plugin.behalf();
        }
        if (caller instanceof Caller.ChannelUser user) {
            var room = new Room(user.kind(), user.account(), user.room());
            ResumptionTable.insert(
                    transaction, room, user.user(), row.id(), call.target().kind(), List.copyOf(plugins), call.trace());
        }
    }
}
