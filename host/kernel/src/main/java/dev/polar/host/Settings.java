package dev.polar.host;

import dev.polar.host.http.Address;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator can turn. Read once, checked whole, never changed afterwards; nobody else reads the environment.
 * A flag beats the environment, the environment beats {@code polar.yaml} in the data directory, and that beats the
 * default.
 *
 * @param dataDir everything this installation owns
 * @param cacheDir what can be made again: the unpacked PostgreSQL binaries
 * @param host the address the front doors listen on
 * @param port the port of the front doors; 0 picks a free one
 * @param publicAddress how clients elsewhere know the front doors
 * @param tlsCertificate the certificate that the front doors show, and those that vouch for it; empty for no TLS
 * @param tlsKey the private key to it
 * @param oauthIssuers whose access tokens are taken at the front doors
 * @param oauthKeys where the keys of the only issuer are, an address or a file, if it is not asked where
 * @param oauthScopes what an access token has to be good for
 * @param databaseUrl a PostgreSQL to use instead of the embedded one; may hold a password, so never print it
 * @param releaseKey the public key that makes a package {@code core}
 * @param trustGrace how long plugins above {@code community} keep running on expired revocation lists
 * @param callTimeout the longest a call may take, whatever its contract says
 * @param callsPerMinute how many calls one caller may make in a minute
 * @param concurrentCalls how many calls one plugin serves at once
 * @param serverIdle how long nobody calls an MCP server before its process is ended until the next call; empty for never
 * @param serverStart when servers of enabled packages start with the host: {@code boot}, or {@code first-use} for those that
 *     were approved
 * @param auditTimeout how long an action waits for its record before it is refused
 * @param auditReserve how many MiB of disk are kept for the log when everything else is full; none for 0
 * @param auditWitness a file that says which witnesses are asked to cosign the log
 * @param auditArchive where segments of the log are archived without being asked; empty for only when asked
 * @param auditKeep how long records stay in the database once they are archived; empty for ever
 * @param approvalWait how long an agent's call is held open that has to be approved; none for 0
 * @param restartAfter how long a host in which revoked code runs on waits before it ends; empty if it waits for people
 * @param confinement what may confine strangers' processes: {@code any} cage that holds here, or {@code bwrap} alone
 * @param adminTls where operators from afar come in over TLS; empty for nowhere
 * @param adminCertificate the certificate that they are shown, and those that vouch for it
 * @param adminKey the private key to it
 * @param development whether the host is for plugins in development; only the flag {@code --dev yes} says so
 */
public record Settings(
        Setting<Path> dataDir,
        Setting<Path> cacheDir,
        Setting<String> host,
        Setting<Integer> port,
        Setting<Optional<Address>> publicAddress,
        Setting<Optional<Path>> tlsCertificate,
        Setting<Optional<Path>> tlsKey,
        Setting<List<URI>> oauthIssuers,
        Setting<Optional<String>> oauthKeys,
        Setting<List<String>> oauthScopes,
        Setting<Optional<String>> databaseUrl,
        Setting<Optional<Path>> releaseKey,
        Setting<Duration> trustGrace,
        Setting<Duration> callTimeout,
        Setting<Integer> callsPerMinute,
        Setting<Integer> concurrentCalls,
        Setting<Optional<Duration>> serverIdle,
        Setting<String> serverStart,
        Setting<Duration> auditTimeout,
        Setting<Integer> auditReserve,
        Setting<Optional<Path>> auditWitness,
        Setting<Optional<Path>> auditArchive,
        Setting<Optional<Duration>> auditKeep,
        Setting<Duration> approvalWait,
        Setting<Optional<Duration>> restartAfter,
        Setting<String> confinement,
        Setting<Optional<Listen>> adminTls,
        Setting<Optional<Path>> adminCertificate,
        Setting<Optional<Path>> adminKey,
        boolean development) {

    private static final int PORT = 7777;
    private static final String SCOPE = "polar";
    private static final int PORT_IN_DEVELOPMENT = 7778;

    /** The settings of this process. Flags are given by their own names: {@code --port}. */
    public static Settings ofThisProcess(Map<String, String> flags) {
        // The shell's HOME first, as every other program of the user: Java's own property ignores it.
        var home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        return read(flags, System.getenv(), Path.of(home));
    }

    /**
     * The settings these sources give.
     *
     * @throws Refusal {@code SETTING_INVALID} naming the source and, for an unknown name, the nearest one
     */
    public static Settings read(Map<String, String> flags, Map<String, String> environment, Path home) {
        var given = new HashMap<>(flags);
        boolean development = "yes".equals(given.remove("--dev"));
        var outside = new SettingSources(given, environment, Optional.empty());
        var share = home.resolve(".local/share/polar");
        var dataDir = outside.get(KnownSetting.DATA_DIR, SettingValue::directory, share);
        var all = new SettingSources(given, environment, Optional.of(SettingsFile.in(dataDir.value())));
        var settings = new Settings(
                dataDir,
                all.get(KnownSetting.CACHE_DIR, SettingValue::directory, home.resolve(".cache/polar")),
                all.get(KnownSetting.HOST, SettingValue::text, "127.0.0.1"),
                all.get(
                        KnownSetting.PORT,
                        text -> SettingValue.number(text, 0, 65_535),
                        development ? PORT_IN_DEVELOPMENT : PORT),
                all.get(KnownSetting.PUBLIC_ADDRESS, text -> Optional.of(Address.of(text)), Optional.empty()),
                all.get(
                        KnownSetting.TLS_CERTIFICATE,
                        text -> Optional.of(SettingValue.directory(text)),
                        Optional.empty()),
                all.get(KnownSetting.TLS_KEY, text -> Optional.of(SettingValue.directory(text)), Optional.empty()),
                all.get(KnownSetting.OAUTH_ISSUER, SettingValue::issuers, List.of()),
                all.get(KnownSetting.OAUTH_KEYS, text -> Optional.of(SettingValue.fileOrWeb(text)), Optional.empty()),
                all.get(KnownSetting.OAUTH_SCOPE, SettingValue::scopes, List.of(SCOPE)),
                all.get(KnownSetting.DATABASE_URL, text -> Optional.of(SettingValue.text(text)), Optional.empty()),
                all.get(KnownSetting.RELEASE_KEY, text -> Optional.of(SettingValue.directory(text)), Optional.empty()),
                all.get(KnownSetting.TRUST_GRACE, SettingValue::duration, Duration.ofHours(72)),
                all.get(KnownSetting.CALL_TIMEOUT, SettingValue::positive, Duration.ofMinutes(10)),
                all.get(KnownSetting.CALLS_PER_MINUTE, text -> SettingValue.number(text, 1, 1_000_000), 600),
                all.get(KnownSetting.CONCURRENT_CALLS, text -> SettingValue.number(text, 1, 10_000), 32),
                all.get(KnownSetting.SERVER_IDLE, SettingValue::orNever, Optional.empty()),
                all.get(KnownSetting.SERVER_START, text -> SettingValue.oneOf(text, "first-use", "boot"), "first-use"),
                all.get(KnownSetting.AUDIT_TIMEOUT, SettingValue::positive, Duration.ofSeconds(2)),
                all.get(KnownSetting.AUDIT_RESERVE, text -> SettingValue.number(text, 0, 65_536), 64),
                all.get(
                        KnownSetting.AUDIT_WITNESS,
                        text -> Optional.of(SettingValue.directory(text)),
                        Optional.empty()),
                all.get(
                        KnownSetting.AUDIT_ARCHIVE,
                        text -> Optional.of(SettingValue.directory(text)),
                        Optional.empty()),
                all.get(KnownSetting.AUDIT_KEEP, SettingValue::orForever, Optional.empty()),
                all.get(KnownSetting.APPROVAL_WAIT, SettingValue::duration, Duration.ofSeconds(20)),
                all.get(KnownSetting.RESTART_AFTER, SettingValue::orNever, Optional.of(Duration.ofSeconds(30))),
                all.get(KnownSetting.CONFINEMENT, text -> SettingValue.oneOf(text, "any", "bwrap"), "any"),
                all.get(KnownSetting.ADMIN_TLS, text -> Optional.of(Listen.of(text)), Optional.empty()),
                all.get(
                        KnownSetting.ADMIN_CERTIFICATE,
                        text -> Optional.of(SettingValue.directory(text)),
                        Optional.empty()),
                all.get(KnownSetting.ADMIN_KEY, text -> Optional.of(SettingValue.directory(text)), Optional.empty()),
                development);
        settings.requireWholeDoor();
        settings.requireFromHere();
        settings.requireWholeIdentity();
        if (development) {
            settings.requireOnItsOwn();
        }
        return settings;
    }

    /** Without TLS tokens and sessions would go over the network in the clear: nobody but this machine is let near them. */
    private void requireFromHere() {
        if (!SettingValue.loopback(host.value()) && tlsCertificate.value().isEmpty()) {
            throw unusable(
                    host,
                    "without tls.certificate and tls.key tokens would go over the network in the clear",
                    "127.0.0.1, and a proxy that speaks TLS in front of it; or a certificate");
        }
        if (!SettingValue.loopback(host.value()) && publicAddress.value().isEmpty()) {
            throw unusable(
                    host,
                    "nothing says by which name clients elsewhere ask for this host, so all of them would be refused",
                    "public.address: https://NAME:PORT");
        }
    }

    /** What clients elsewhere are told has to be what they find. */
    private void requireWholeDoor() {
        if (tlsCertificate.value().isPresent() != tlsKey.value().isPresent()) {
            throw unusable(
                    tlsCertificate.value().isPresent() ? tlsCertificate : tlsKey,
                    "it does nothing without tls.certificate and tls.key together",
                    "set both, or none");
        }
        if (tlsCertificate.value().isPresent()
                && publicAddress
                        .value()
                        .filter(address -> !address.scheme().equals("https"))
                        .isPresent()) {
            throw unusable(publicAddress, "the front doors have TLS", "https://NAME:PORT");
        }
        if (oauthKeys.value().isPresent() && oauthIssuers.value().size() != 1) {
            throw unusable(
                    oauthKeys,
                    "it is for one issuer, and oauth.issuer names "
                            + oauthIssuers.value().size(),
                    "leave it out: each issuer is asked where its keys are");
        }
    }

    /** A door that was wanted and is not there, or not the one that was meant, is worse than a start that says so. */
    private void requireWholeIdentity() {
        var three = List.of(adminTls, adminCertificate, adminKey);
        var given =
                three.stream().filter(setting -> setting.value().isPresent()).toList();
        if (!given.isEmpty() && given.size() < three.size()) {
            throw new Refusal(
                    Code.SETTING_INVALID,
                    given.getFirst().name() + " from " + given.getFirst().origin()
                            + " does nothing without admin.tls, admin.certificate and admin.key together",
                    "set all three, or none");
        }
    }

    /** What is in development shares no database, and nobody on another machine reaches it. */
    private void requireOnItsOwn() {
        if (databaseUrl.value().isPresent()) {
            throw unfit(databaseUrl, "a host for development has a database of its own", "leave it out");
        }
        if (!SettingValue.loopback(host.value())) {
            throw unfit(host, "a host for development is for this machine alone", "127.0.0.1");
        }
        if (adminTls.value().isPresent()) {
            throw unfit(adminTls, "a host for development has no operators from afar", "leave it out");
        }
    }

    private static Refusal unusable(Setting<?> setting, String why, String instead) {
        return new Refusal(
                Code.SETTING_INVALID,
                setting.name() + " from " + setting.origin() + " cannot be used: " + why,
                instead,
                Map.of("setting", setting.name(), "origin", setting.origin().toString()));
    }

    private static Refusal unfit(Setting<?> setting, String why, String instead) {
        return new Refusal(
                Code.SETTING_INVALID,
                setting.name() + " from " + setting.origin() + " cannot be used with --dev: " + why,
                instead,
                Map.of("setting", setting.name(), "origin", setting.origin().toString()));
    }

    /** Every setting, for {@code doctor} and {@code status}; the database's address without its password. */
    public List<Setting<String>> shown() {
        return List.<Setting<?>>of(
                        dataDir,
                        cacheDir,
                        host,
                        port,
                        publicAddress,
                        tlsCertificate,
                        tlsKey,
                        oauthIssuers,
                        oauthKeys,
                        oauthScopes,
                        databaseUrl,
                        releaseKey,
                        trustGrace,
                        callTimeout,
                        callsPerMinute,
                        concurrentCalls,
                        serverIdle,
                        serverStart,
                        auditTimeout,
                        auditReserve,
                        auditWitness,
                        auditArchive,
                        auditKeep,
                        approvalWait,
                        restartAfter,
                        confinement,
                        adminTls,
                        adminCertificate,
                        adminKey)
                .stream()
                .map(setting -> new Setting<>(setting.name(), SettingValue.shown(setting.value()), setting.origin()))
                .toList();
    }

    @Override
    public String toString() {
        return shown().toString();
    }
}
