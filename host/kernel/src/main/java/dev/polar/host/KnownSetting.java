package dev.polar.host;

import java.util.Locale;
import java.util.Optional;

/** Every setting there is: its name in the file, its flag if it has one, its environment variable. */
enum KnownSetting {
    DATA_DIR("data.dir", "--data"),
    CACHE_DIR("cache.dir"),
    HOST("host", "--host"),
    PORT("port", "--port"),
    PUBLIC_ADDRESS("public.address"),
    TLS_CERTIFICATE("tls.certificate"),
    TLS_KEY("tls.key"),
    OAUTH_ISSUER("oauth.issuer"),
    OAUTH_KEYS("oauth.keys"),
    OAUTH_SCOPE("oauth.scope"),
    DATABASE_URL("database.url"),
    RELEASE_KEY("release.key"),
    TRUST_GRACE("trust.grace"),
    CALL_TIMEOUT("limits.call-timeout"),
    CALLS_PER_MINUTE("limits.calls-per-minute"),
    CONCURRENT_CALLS("limits.concurrent-calls"),
    SERVER_IDLE("servers.idle-stop"),
    SERVER_START("servers.start"),
    AUDIT_TIMEOUT("audit.timeout"),
    AUDIT_RESERVE("audit.reserve"),
    AUDIT_WITNESS("audit.witness"),
    AUDIT_ARCHIVE("audit.archive"),
    AUDIT_KEEP("audit.keep"),
    APPROVAL_WAIT("approval.wait"),
    RESTART_AFTER("revocation.restart-after"),
    CONFINEMENT("confinement"),
    ADMIN_TLS("admin.tls"),
    ADMIN_CERTIFICATE("admin.certificate"),
    ADMIN_KEY("admin.key");

    private final String settingName;
    private final Optional<String> flag;

    KnownSetting(String settingName) {
        this.settingName = settingName;
        this.flag = Optional.empty();
    }

    KnownSetting(String settingName, String flag) {
        this.settingName = settingName;
        this.flag = Optional.of(flag);
    }

    String settingName() {
        return settingName;
    }

    Optional<String> flag() {
        return flag;
    }

    String variable() {
        return "POLAR_" + settingName.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
