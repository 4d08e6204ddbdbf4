package dev.polar.host.channel;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * One-time links and the sessions they become. Both are 256 random bits that only their bearer has: the database keeps a
 * pseudonym and a seal under the master key, so that reading it opens nothing and writing to it makes no session.
 */
final class WebSessions {
    static final Duration LINK_LIFE = Duration.ofMinutes(5);
    static final Duration SESSION_LIFE = Duration.ofHours(12);

    private static final String LINK = "web link";
    private static final String SESSION = "web session";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Journal journal;
    private final MasterKey key;
    private final InstantSource clock;

    WebSessions(Database database, Journal journal, MasterKey key, InstantSource clock) {
        this.database = database;
        this.journal = journal;
        this.key = key;
        this.clock = clock;
    }

    /** A secret that was made now, for its bearer alone. */
    record Issued(String secret, Instant expiresAt) {}

    /** A session that is not over. */
    record Session(String person, Instant expiresAt) {}

    /** A code for that person, told once. */
    Issued newLink(String person, Caller.Operator by) {
        var link = new Issued(random(), expiry(LINK_LIFE));
        var record = Draft.of(Category.CLIENT, "weblink")
                .caller(by, "socket")
                .fact("person", person)
                .allowed();
        journal.append(record, (transaction, seq) -> {
            WebTable.forgetExpired(transaction, clock.instant());
            WebTable.insertLink(transaction, key.pseudonym(LINK, link.secret()), sealed(LINK, link, person));
            return seq;
        });
        return link;
    }

    /**
     * Turns a code into a session, once.
     *
     * @throws Refusal {@code SESSION_UNKNOWN}
     */
    Issued open(String code) {
        var hidden = key.pseudonym(LINK, code);
        var person = valid(LINK, code, database.read(transaction -> WebTable.link(transaction, hidden)))
                .orElseThrow(WebSessions::used)
                .person();
        var session = new Issued(random(), expiry(SESSION_LIFE));
        var user = new Caller.ChannelUser(WebRooms.KIND, WebChannel.ACCOUNT, person, person);
        journal.append(
                Draft.of(Category.CLIENT, "session.begin").caller(user, "link").allowed(), (transaction, seq) -> {
                    if (!WebTable.takeLink(transaction, hidden)) {
                        throw used();
                    }
                    WebTable.insertSession(
                            transaction, key.pseudonym(SESSION, session.secret()), sealed(SESSION, session, person));
                    return seq;
                });
        return session;
    }

    Optional<Session> find(String token) {
        var hidden = key.pseudonym(SESSION, token);
        return valid(SESSION, token, database.read(transaction -> WebTable.session(transaction, hidden)))
                .map(pass -> new Session(pass.person(), pass.expiresAt()));
    }

    private Optional<WebTable.Pass> valid(String what, String secret, Optional<WebTable.Pass> found) {
        return found.filter(pass -> clock.instant().isBefore(pass.expiresAt()))
                .filter(pass -> pass.seal().equals(seal(what, secret, pass.person(), pass.expiresAt())));
    }

    private WebTable.Pass sealed(String what, Issued issued, String person) {
        return new WebTable.Pass(person, seal(what, issued.secret(), person, issued.expiresAt()), issued.expiresAt());
    }

    private String seal(String what, String secret, String person, Instant expiresAt) {
        return key.pseudonym(what + " of", secret + "\n" + expiresAt.getEpochSecond() + "\n" + person);
    }

    private Instant expiry(Duration life) {
        return clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Refusal used() {
        return new Refusal(
                Code.SESSION_UNKNOWN,
                "this link was used, has expired or never was",
                "polar up --demo prints a new one");
    }

    private static String random() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
