package dev.polar.runtime.worker;

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
import dev.polar.trust.permission.ScheduleEvery;
import dev.polar.trust.permission.SecretAccess;
import dev.polar.trust.permission.StorageAccess;
import dev.polar.trust.permission.ToolAccess;

/**
 * Whether it matters in whose name a worker asks. It does for documents, which follow the conversation; for other tools,
 * whose callers are asked for it; for messages and models, for the same reason; and for secrets, whose use stands on the
 * record of one call. It does not for files, hosts and schedules: what the grant lets through there is the plugin's own,
 * the same whoever asks, and which call's record names it is the plugin's word.
 */
final class OneCaller {
    private OneCaller() {}

    static boolean at(Grant grant) {
        return grant.permissions().stream().anyMatch(permission -> depends(permission.access()));
    }

    private static boolean depends(Access access) {
        return switch (access) {
            case DocumentAccess documents -> true;
            case SecretAccess secret -> true;
            case ToolAccess tool -> true;
            case ChannelAccess channel -> true;
            case EventAccess event -> true;
            case ModelInvoke model -> true;
            case GateObserve gate -> true;
            case AuditReceive audit -> true;
            case ClientAsk client -> true;
            case NetConnect host -> false;
            case NetListen port -> false;
            case StorageAccess files -> false;
            case ExecRun program -> false;
            case ScheduleEvery schedule -> false;
            case EnvRead variable -> false;
        };
    }
}
