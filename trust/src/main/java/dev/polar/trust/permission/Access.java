package dev.polar.trust.permission;

import java.util.Optional;

/** What is allowed, how often left aside: one record for each kind of permission. */
public sealed interface Access
        permits NetConnect,
                NetListen,
                StorageAccess,
                DocumentAccess,
                SecretAccess,
                ExecRun,
                ToolAccess,
                ChannelAccess,
                ScheduleEvery,
                EventAccess,
                ModelInvoke,
                EnvRead,
                GateObserve,
                AuditReceive,
                ClientAsk {

    /** Area and verb, {@code net.connect}. */
    String kind();

    /** What stands in the parentheses. */
    String selector();

    /** The widest access that both let through, if there is any. */
    default Optional<? extends Access> meet(Access other) {
        return equals(other) ? Optional.of(this) : Optional.empty();
    }

    /** Whether this lets through all that the other lets through. */
    default boolean covers(Access other) {
        return meet(other).filter(other::equals).isPresent();
    }

    /**
     * {@code exec.run}, {@code secret.read}, {@code secret.env}, {@code audit.receive} and wildcards of
     * {@code net.connect}.
     */
    default boolean highRisk() {
        return false;
    }

    /** {@code area.verb(selector)}. */
    default String text() {
        return kind() + "(" + selector() + ")";
    }
}
