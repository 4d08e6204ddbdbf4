package dev.polar.spi;

/** Every code a refusal can carry. Codes are never renamed or reused; {@code docs/errors.md} explains each. */
public enum Code {
    /** The package file breaks a rule of the strict ZIP profile. */
    CONTAINER_MALFORMED,
    /** The package carries no package statement. */
    SIGNATURE_MISSING,
    /** A signature claims an enrolled key and does not verify. */
    SIGNATURE_INVALID,
    /** Fewer keys signed than the publisher requires. */
    SIGNATURE_THRESHOLD,
    /** No enrolled key signed the package. */
    PUBLISHER_UNKNOWN,
    /** The file holds an entry that nobody signed. */
    ENTRY_UNLISTED,
    /** A signed entry is not in the file. */
    ENTRY_MISSING,
    /** Bytes differ from what was signed or stored. */
    DIGEST_MISMATCH,
    /** plugin.json, mcp.json or a skill breaks its rules. */
    MANIFEST_INVALID,
    /** The signed statement names another plugin, version or epoch than the manifest. */
    MANIFEST_MISMATCH,
    /** The signer's publisher does not own the plugin's namespace. */
    NAMESPACE_FORBIDDEN,
    /** A jar asks for something plugins do not get. */
    CODE_FORBIDDEN,
    /** The same name and version exists with other content. */
    VERSION_REUSED,
    /** The release is older than the floor an operator's installation reached. */
    ROLLBACK_EPOCH,
    /** A lower version than the installed one needs --allow-downgrade and a reason. */
    DOWNGRADE_REFUSED,
    /** A release on trial was withdrawn, because more of its calls failed than of the one beside it. */
    CANARY_FAILED,
    /** A lock file breaks a rule of its format. */
    LOCK_INVALID,
    /** A package or plugin is not exactly what a lock file names. */
    LOCK_MISMATCH,
    /** The signing key is revoked. */
    KEY_REVOKED,
    /** Another key signed than the one that was approved. */
    SIGNER_CHANGED,
    /** The publisher is revoked. */
    PUBLISHER_REVOKED,
    /** The plugin, this version or its content is revoked. */
    PLUGIN_REVOKED,
    /** One operator alone lifts a revocation; it counts a day after. */
    LIFT_PENDING,
    /** Releases of unusually many plugins of one publisher came in within an hour; nothing is blocked. */
    RELEASES_UNUSUAL,
    /** A revocation list breaks a rule of its format. */
    REVOCATIONS_INVALID,
    /** Revoked code runs on in the host, so the host admits nothing until it has started again. */
    TAINTED,
    /** A key file, key or fingerprint cannot be used. */
    KEY_INVALID,
    /** A skill breaks a rule of the Agent Skills specification. */
    SKILL_INVALID,
    /** What was to be imported is ambiguous or hides something. */
    IMPORT_DANGEROUS,
    /** The command fetches code when it starts and cannot be resolved beforehand. */
    LAUNCHER_FETCHES,
    /** The command names a file that is not part of the package. */
    COMMAND_NOT_PACKAGED,
    /** A PF4J jar has no usable extension index. */
    EXTENSIONS_MISSING,
    /** The code binds a tool that the manifest does not declare. */
    TOOL_UNDECLARED,
    /** The manifest declares a tool that the code does not bind. */
    TOOL_MISSING,
    /** A plugin this one requires is not there in a fitting version. */
    REQUIREMENT_MISSING,
    /** The plugin must run confined and this machine or version cannot confine it. */
    ISOLATION_UNAVAILABLE,
    /** The plugin did not become ready. */
    START_FAILED,
    /** What would be done is no longer what was consented to. */
    PLAN_CHANGED,
    /** No such plan is waiting; plans expire after an hour. */
    PLAN_UNKNOWN,
    /** An operator has to say yes first. */
    APPROVAL_REQUIRED,
    /** No such approval request is open. */
    APPROVAL_UNKNOWN,
    /** The approval request or approval has run out. */
    APPROVAL_EXPIRED,
    /** Somebody who was asked said no. */
    APPROVAL_DENIED,
    /** Whoever said yes or no may not decide this request. */
    APPROVAL_FORBIDDEN,
    /** This request is not decided in a chat; an operator has to. */
    APPROVAL_NOT_IN_CHAT,
    /** What the approval was bound to is gone, or an operator took it back. */
    APPROVAL_VOID,
    /** The change needs an operator's signature. */
    CONSENT_REQUIRED,
    /** The signing key belongs to no operator of this installation. */
    OPERATOR_UNKNOWN,
    /** Another has to say this: an operator instead of an agent or a plugin, a person instead of automation. */
    OPERATOR_REQUIRED,
    /** A trust row has no valid operator's statement and counts as absent. */
    TRUST_TAMPERED,
    /** Trust data is older than what was seen before. */
    TRUST_ROLLBACK,
    /** Trust data has expired. */
    TRUST_STALE,
    /** A signed time lies more than ten minutes ahead. */
    CLOCK_SUSPECT,
    /** What is in development and what is not are kept apart: their code, their directories, their files. */
    DEV_INSTALLATION,
    /** What was let in for development has had its 24 hours. */
    DEV_EXPIRED,
    /** The plugin is not in a state that allows this. */
    STATE_CONFLICT,
    /** There is nothing of that name. */
    NOT_FOUND,
    /** No enabled plugin offers that tool. */
    TARGET_UNKNOWN,
    /** Arguments are not I-JSON or break the tool's input schema. */
    ARGUMENTS_INVALID,
    /** The plugin is installed and not enabled. */
    PLUGIN_DISABLED,
    /** The plugin is set aside after a refusal or a crash. */
    PLUGIN_QUARANTINED,
    /** A policy rule says no. */
    POLICY_DENIED,
    /** The client's profile, which an operator signed, leaves this out. */
    PROFILE_DENIED,
    /** The call has come through too many hosts, which looks like a circle. */
    HOPS_EXCEEDED,
    /** A plugin's rule could not be asked, so whatever it watches is refused. */
    POLICY_RULE_FAILED,
    /** The policy file breaks a rule. */
    POLICY_INVALID,
    /** Too many calls; try again later. */
    RATE_LIMITED,
    /** Too many calls at once. */
    CONCURRENCY_LIMITED,
    /** The plugin failed too often and is given a pause. */
    CIRCUIT_OPEN,
    /** What was set aside for a while is used up. */
    BUDGET_EXCEEDED,
    /** The idempotency key was used with other arguments. */
    IDEMPOTENCY_CONFLICT,
    /** The record could not be written, so nothing was done. */
    AUDIT_UNAVAILABLE,
    /** The host ended between intent and outcome. */
    OUTCOME_UNKNOWN,
    /** The tool did not answer before its deadline. */
    TOOL_TIMEOUT,
    /** The tool threw or answered with an error. */
    TOOL_FAILED,
    /** The plugin's process ended during the call. */
    PLUGIN_CRASHED,
    /** The server's tools are no longer what was approved. */
    TOOL_DRIFTED,
    /** The answer breaks the output schema or is too large. */
    RESULT_INVALID,
    /** Its caller took the call back, or hung up. */
    CALL_CANCELLED,
    /** An MCP server wants input before it answers, of a client that is asked between two calls. */
    INPUT_REQUIRED,
    /** The call was made, and a plugin's rule keeps its result back. */
    RESULT_WITHHELD,
    /** The plugin holds no permission for this. */
    PERMISSION_DENIED,
    /** The text is not a permission. */
    PERMISSION_INVALID,
    /** The request could not be sent or answered. */
    HTTP_FAILED,
    /** The answer is larger than allowed. */
    HTTP_TOO_LARGE,
    /** A confined process began a TLS connection that does not name the granted host in the clear. */
    TLS_REFUSED,
    /** A file of the plugin could not be read or written. */
    STORAGE_FAILED,
    /** A document's key or text is out of bounds. */
    DOCUMENT_INVALID,
    /** The secret is not set. */
    SECRET_MISSING,
    /** The secret or its audience cannot be used. */
    SECRET_INVALID,
    /** A setting is unknown or its value cannot be used. */
    SETTING_INVALID,
    /** No host runs on that data directory. */
    HOST_UNREACHABLE,
    /** A host already runs on that data directory. */
    HOST_RUNNING,
    /** The port is in use. */
    PORT_TAKEN,
    /** The database does not answer. */
    DATABASE_UNAVAILABLE,
    /** The node's lease has run out, so it admits nothing. */
    NODE_FENCED,
    /** The database belongs to an installation that this data directory is no part of. */
    NODE_NOT_JOINED,
    /** The client token is missing, unknown, expired or revoked. */
    CLIENT_UNKNOWN,
    /** An access token is good, and not for what is asked of it here. */
    SCOPE_MISSING,
    /** The keys of an issuer of access tokens cannot be had. */
    ISSUER_UNAVAILABLE,
    /** An operator's token is missing, unknown, expired or taken back. */
    TOKEN_UNKNOWN,
    /** A host elsewhere did not show to be the one that was meant. */
    HOST_UNTRUSTED,
    /** Origin or Host of the request is not this host's. */
    ORIGIN_FORBIDDEN,
    /** The request cannot be read. */
    REQUEST_INVALID,
    /** The web session is missing or over, or its one-time code was used. */
    SESSION_UNKNOWN,
    /** No such channel account. */
    CHANNEL_UNKNOWN,
    /** The exported records do not prove themselves. */
    AUDIT_DAMAGED,
    /** Records of the audit log stay where they are: not archived, held, or too new. */
    AUDIT_KEPT,
    /** A backup is not whole, or is none. */
    BACKUP_DAMAGED,
    /** The command line cannot be understood. */
    USAGE,
    /** A fault of Polar's own; its log has the cause. */
    INTERNAL;
}
