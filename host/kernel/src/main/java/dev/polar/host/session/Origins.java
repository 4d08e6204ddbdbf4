package dev.polar.host.session;

import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Access;
import dev.polar.trust.permission.AuditReceive;
import dev.polar.trust.permission.ChannelAccess;
import dev.polar.trust.permission.ClientAsk;
import dev.polar.trust.permission.DocumentAccess;
import dev.polar.trust.permission.EnvRead;
import dev.polar.trust.permission.EventAccess;
import dev.polar.trust.permission.ExecRun;
import dev.polar.trust.permission.GateObserve;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.ModelInvoke;
import dev.polar.trust.permission.NetConnect;
import dev.polar.trust.permission.NetListen;
import dev.polar.trust.permission.Permission;
import dev.polar.trust.permission.ScheduleEvery;
import dev.polar.trust.permission.SecretAccess;
import dev.polar.trust.permission.StorageAccess;
import dev.polar.trust.permission.ToolAccess;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/** Which label comes with what an access gives. */
public final class Origins {
    private static final Set<Label> NEITHER = Set.of();
    private static final Set<Label> OUTSIDE = Set.of(Label.UNTRUSTED);
    private static final Set<Label> OWN = Set.of(Label.PRIVATE);
    private static final Set<Label> BOTH = Set.of(Label.values());

    private Origins() {}

    /** What is in the answer of whoever used it. */
    public static Set<Label> of(Access used) {
        return switch (used) {
            case NetConnect _, NetListen _ -> OUTSIDE;
            case StorageAccess files -> files.verb() == StorageAccess.Verb.READ ? OWN : NEITHER;
            case DocumentAccess documents -> documents.verb() == DocumentAccess.Verb.READ ? OWN : NEITHER;
            // Also where the value stays with the host: what a service gives to whoever has it is not for everybody.
            case SecretAccess _, EnvRead _ -> OWN;
            case ExecRun _ -> BOTH;
            // What they bring labels its own session, or is not there yet.
            case ToolAccess _, ChannelAccess _, EventAccess _, ScheduleEvery _, ModelInvoke _ -> NEITHER;
            // What a client says when asked is its own, as its arguments are.
            case GateObserve _, ClientAsk _ -> NEITHER;
            // Who called what, in whichever conversation.
            case AuditReceive _ -> OWN;
        };
    }

    /** The same of a use as it was noted; one that cannot be read may be anything. */
    public static Set<Label> of(String used) {
        try {
            return of(Permission.parse(used).access());
        } catch (Refusal unreadable) {
            return BOTH;
        }
    }

    /** Everything that could be in an answer of whoever holds it. */
    public static Set<Label> of(Grant held) {
        return of(held, access -> true);
    }

    /** The same of what a process uses without asking its host: its files, and values in its environment. */
    public static Set<Label> unseen(Grant held) {
        return of(held, Origins::isUnseen);
    }

    private static Set<Label> of(Grant held, Predicate<Access> counts) {
        var labels = EnumSet.noneOf(Label.class);
        held.permissions().stream()
                .map(Permission::access)
                .filter(counts)
                .map(Origins::of)
                .forEach(labels::addAll);
        return labels;
    }

    private static boolean isUnseen(Access access) {
        return switch (access) {
            case StorageAccess _, EnvRead _, ExecRun _ -> true;
            // Its sink is handed records, whenever there are some.
            case AuditReceive _ -> true;
            case SecretAccess secret -> secret.verb() == SecretAccess.Verb.ENV;
            case NetConnect _, NetListen _, DocumentAccess _, ToolAccess _, ChannelAccess _ -> false;
            case EventAccess _, ScheduleEvery _, ModelInvoke _, GateObserve _, ClientAsk _ -> false;
        };
    }
}
