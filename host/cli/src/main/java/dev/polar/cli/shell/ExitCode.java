package dev.polar.cli.shell;

import dev.polar.spi.Code;
import java.util.EnumSet;
import java.util.Set;

/** How a command ended, for scripts. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int ERROR = 1;
    public static final int USAGE = 2;

    /** Drift, or a check that failed. */
    public static final int FAILED_CHECK = 3;

    /** Policy or trust said no, or an operator still has to say yes. */
    public static final int REFUSED = 4;

    public static final int NO_HOST = 5;

    private static final Set<Code> TRUST_OR_POLICY = EnumSet.of(
            Code.CONTAINER_MALFORMED,
            Code.SIGNATURE_MISSING,
            Code.SIGNATURE_INVALID,
            Code.SIGNATURE_THRESHOLD,
            Code.PUBLISHER_UNKNOWN,
            Code.ENTRY_UNLISTED,
            Code.ENTRY_MISSING,
            Code.DIGEST_MISMATCH,
            Code.MANIFEST_INVALID,
            Code.MANIFEST_MISMATCH,
            Code.NAMESPACE_FORBIDDEN,
            Code.CODE_FORBIDDEN,
            Code.VERSION_REUSED,
            Code.DEV_INSTALLATION,
            Code.DEV_EXPIRED,
            Code.ROLLBACK_EPOCH,
            Code.DOWNGRADE_REFUSED,
            Code.SIGNER_CHANGED,
            Code.LOCK_MISMATCH,
            Code.KEY_REVOKED,
            Code.PUBLISHER_REVOKED,
            Code.PLUGIN_REVOKED,
            Code.SKILL_INVALID,
            Code.IMPORT_DANGEROUS,
            Code.LAUNCHER_FETCHES,
            Code.COMMAND_NOT_PACKAGED,
            Code.ISOLATION_UNAVAILABLE,
            Code.PLAN_CHANGED,
            Code.PLAN_UNKNOWN,
            Code.APPROVAL_REQUIRED,
            Code.APPROVAL_UNKNOWN,
            Code.APPROVAL_EXPIRED,
            Code.CONSENT_REQUIRED,
            Code.OPERATOR_UNKNOWN,
            Code.OPERATOR_REQUIRED,
            Code.TOKEN_UNKNOWN,
            Code.HOST_UNTRUSTED,
            Code.TRUST_TAMPERED,
            Code.TRUST_ROLLBACK,
            Code.TRUST_STALE,
            Code.CLOCK_SUSPECT,
            Code.PLUGIN_DISABLED,
            Code.PLUGIN_QUARANTINED,
            Code.POLICY_DENIED,
            Code.AUDIT_KEPT,
            Code.TOOL_DRIFTED,
            Code.PERMISSION_DENIED);

    private ExitCode() {}

    /** The exit code of a refusal. */
    public static int of(Code code) {
        if (code == Code.USAGE) {
            return USAGE;
        }
        if (code == Code.HOST_UNREACHABLE) {
            return NO_HOST;
        }
        if (code == Code.AUDIT_DAMAGED) {
            return FAILED_CHECK;
        }
        return TRUST_OR_POLICY.contains(code) ? REFUSED : ERROR;
    }
}
