package dev.polar.host.offer;

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

/** Whether a plugin that claims to only look has anything to do more with. */
final class Harmless {
    private Harmless() {}

    /** Holds nothing that writes, sends, connects or reads secrets. */
    static boolean is(Grant grant) {
        return grant.permissions().stream().map(Permission::access).allMatch(Harmless::is);
    }

    private static boolean is(Access access) {
        return switch (access) {
            case StorageAccess storage -> storage.kind().equals("storage.read");
            case DocumentAccess documents -> documents.kind().equals("documents.read");
            case EventAccess events -> events.kind().equals("event.subscribe");
            case ChannelAccess channel -> channel.kind().equals("channel.receive");
            // Another tool is called through the gate, which asks again.
            case ToolAccess _, ScheduleEvery _, GateObserve _, AuditReceive _ -> true;
            case NetConnect _, NetListen _, SecretAccess _, ExecRun _, ModelInvoke _, EnvRead _, ClientAsk _ -> false;
        };
    }
}
