package dev.polar.host.work;

import dev.polar.host.approval.ApprovalRequest;
import dev.polar.host.approval.ApprovalRow;
import dev.polar.host.approval.Demand;
import dev.polar.host.audit.IntentId;
import dev.polar.host.http.Traces;
import dev.polar.host.policy.CallerText;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.permission.ToolAccess;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The call of a request, made again from what is stored: the same arguments, callers, session and target. */
record Resumption(Item item, ApprovalRow row, ResumptionTable.Stored stored) {
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(1 << 20);

    Call call(IntentId intent) {
        return new Call(
                intent.value(),
                target(),
                arguments(),
                caller(),
                row.session(),
                Traces.within(item.trace()),
                Optional.of("approval:" + row.id()),
                new Usage(),
                new Cancellation());
    }

    Target target() {
        int slash = row.target().lastIndexOf('/');
        return new Target(
                stored.kind(),
                new PluginId(row.target().substring(0, slash)),
                row.target().substring(slash + 1));
    }

    private JsonObject arguments() {
        return StrictJson.object(row.arguments().getBytes(StandardCharsets.UTF_8), LIMITS);
    }

    private Caller caller() {
        Caller caller = item.user();
        for (var plugin : stored.callers().reversed()) {
            caller = new Caller.OtherPlugin(new PluginId(plugin), caller);
        }
        return caller;
    }

    /**
     * Whether it may still be made: what was stored is what was asked for, of the content that was there then, and the
     * plugin that asks still holds what it takes.
     *
     * @throws Refusal {@code APPROVAL_VOID}, {@code PERMISSION_DENIED}, or what keeps a plugin out
     */
    void require(Snapshot snapshot) {
        var call = call(IntentId.fresh());
        var facts = live(snapshot, call.target().plugin()).facts();
        var digest = ApprovalRequest.of(
                        call,
                        facts,
                        CallerText.chain(call.caller()),
                        Canonical.bytes(call.arguments()),
                        new Demand(row.rule(), row.reason(), row.approvers(), row.effect(), row.highRisk()))
                .digest();
        if (!digest.toString().equals(row.digest())) {
            throw new Refusal(
                    Code.APPROVAL_VOID,
                    "'" + row.id() + "' was given for another call than this has become",
                    "ask again");
        }
        if (call.caller() instanceof Caller.OtherPlugin asking) {
            var use = new ToolAccess(
                    call.target().plugin(), Optional.of(call.target().name()));
            if (live(snapshot, asking.plugin()).verdict().grant().allowing(use).isEmpty()) {
                throw new Refusal(
                        Code.PERMISSION_DENIED,
                        asking.plugin() + " holds no " + use.text(),
                        "polar inspect " + asking.plugin());
            }
        }
    }

    private static Standing.Live live(Snapshot snapshot, PluginId plugin) {
        return switch (snapshot.standing(plugin).orElse(null)) {
            case Standing.Live live -> live;
            case Standing.Out out -> throw out.why();
            case null -> throw new Refusal(Code.PLUGIN_DISABLED, plugin + " is not installed", "polar list");
        };
    }
}
