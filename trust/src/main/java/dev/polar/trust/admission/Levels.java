package dev.polar.trust.admission;

import dev.polar.trust.permission.GateObserve;
import dev.polar.trust.permission.Permission;
import dev.polar.trust.permission.StorageAccess;

/** The column "never gets" of the levels: which permissions no consent can give. */
final class Levels {
    private Levels() {}

    static boolean mayHold(Level level, Permission permission) {
        return switch (level) {
            case CORE, VERIFIED, LOCAL, DEV -> true;
            case COMMUNITY ->
                !permission.highRisk() && !leavesData(permission) && !(permission.access() instanceof GateObserve);
            case REMOTE -> false;
        };
    }

    private static boolean leavesData(Permission permission) {
        return permission.access() instanceof StorageAccess files
                && !files.path().equals(StorageAccess.DATA);
    }
}
