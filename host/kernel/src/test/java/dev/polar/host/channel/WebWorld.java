package dev.polar.host.channel;

import dev.polar.host.approval.ApprovalState;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.DecidingInChat;
import dev.polar.host.approval.Seals;
import dev.polar.host.approval.Served;
import dev.polar.host.approval.Voice;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.endpoint.FrontServer;
import dev.polar.host.gate.Gate;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Limits;
import dev.polar.host.gate.PluginCalls;
import dev.polar.host.http.LiveIdentity;
import dev.polar.host.policy.Policy;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.work.ChatPlugin;
import dev.polar.host.work.Holding;
import dev.polar.host.work.Mailroom;
import dev.polar.runtime.Call;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host with the web channel: everything real from the browser's side to the database, but the plugins' packages. */
final class WebWorld implements AutoCloseable {
    private static final Digest CONTENT = Digest.parse("sha256:" + "0".repeat(64));

    final Snapshots snapshots = new Snapshots();
    final MirrorAdapter adapter = new MirrorAdapter();
    final Database database;
    final Approvals approvals;
    final PostgresJournal journal;
    final Gate gate;
    final WebChannel web;

    /** What the notes plugin was told, in order. */
    final List<String> noted = new CopyOnWriteArrayList<>();

    private final Mailroom mailroom;
    private final PluginCalls calls;
    private final FrontServer front;
    private final String scheme;
    private volatile Policy policy = Policy.NONE;
    private volatile Duration ahead = Duration.ZERO;

    WebWorld(Database database, Path dataDir) {
        this(database, dataDir, Optional.empty());
    }

    /** @param tls whom it speaks for, if it does so over TLS */
    WebWorld(Database database, Path dataDir, Optional<LiveIdentity> tls) {
        this.scheme = tls.isPresent() ? "https" : "http";
        this.database = database;
        InstantSource clock = () -> Instant.now().plus(ahead);
        var key = MasterKey.in(dataDir);
        journal = PostgresJournal.open(
                database, dataDir, key, Duration.ofSeconds(5), InstantSource.system(), Masking.NONE);
        approvals = new Approvals(database, clock);
        approvals.recover(journal);
        var catalog = new Catalog(database);
        var served = new Served(catalog, snapshots);
        var deciding = new DecidingInChat(approvals, served, snapshots, () -> policy, new Seals(key), journal);
        var rooms = new WebRooms(database, snapshots);
        var cards = new Cards(database, key, rooms, approvals, deciding, clock);
        approvals.asking().alsoTo(new Holding());
        approvals.asking().alsoTo(cards);
        gate = Gates.build(
                snapshots,
                () -> policy,
                approvals,
                new Limits.Bounds(600, 32, Duration.ofSeconds(30)),
                database,
                journal,
                new InFlight(),
                rooms,
                clock);
        calls = new PluginCalls(gate, snapshots);
        mailroom = new Mailroom(database, journal, gate, snapshots, approvals, ChatPlugin.RESPONDER);
        web = new WebChannel(
                database, journal, key, snapshots, rooms, cards, deciding, mailroom.inbox(), this::address, clock);
        installNotes(catalog);
        enable();
        web.start();
        var at = new FrontServer.At("127.0.0.1", 0, tls, Optional.empty());
        front = FrontServer.start(at, request -> {}, web.handlers());
    }

    /** Answers messages, too. */
    WebWorld answering() {
        mailroom.start();
        return this;
    }

    private void installNotes(Catalog catalog) {
        if (catalog.find(ChatPlugin.NOTES.plugin()).isEmpty()) {
            var row = new Row(
                    ChatPlugin.NOTES.plugin(),
                    "1.0.0",
                    1,
                    CONTENT,
                    CONTENT,
                    Map.of(),
                    Set.of(),
                    State.ENABLED,
                    1,
                    Optional.empty(),
                    Instant.EPOCH,
                    Role.SERVING);
            database.write(transaction -> {
                catalog.insert(transaction, row);
                return row;
            });
        }
    }

    /** Both plugins are in; the responder sends back what it is told, and has what follows {@code /note} noted. */
    void enable() {
        enable(Effect.WRITE);
    }

    /** The same, with notes that are said to do that. */
    void enable(Effect effect) {
        snapshots.publish(ChatPlugin.snapshot(
                ChatPlugin.responder(this::answer),
                ChatPlugin.notes(effect, text -> {
                    noted.add(text);
                    return "noted " + text;
                }),
                ChatPlugin.web(adapter)));
    }

    private String answer(Call call, String text) {
        if (!text.startsWith("/note ")) {
            return "You said: " + text;
        }
        var arguments = StrictJson.provider()
                .createObjectBuilder()
                .add("text", text.substring("/note ".length()))
                .build();
        try {
            return calls.call(ChatPlugin.RESPONDER.plugin(), call, ChatPlugin.NOTES, arguments.toString())
                    .text();
        } catch (Refusal refusal) {
            return refusal.code() + " " + refusal.details().getOrDefault("approval", "");
        }
    }

    /** Writing notes is asked of these. */
    void asks(String... approvers) {
        policy = PolicyFile.read(1, """
                rules:
                  - id: notes
                    effect: ask
                    target: acme.notes/*
                    reason: notes stay
                    approvers: [%s]
                """.formatted(String.join(", ", approvers)));
    }

    /** Time goes on. */
    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    /** What an operator does with a key. */
    void decide(String approval, boolean yes) {
        database.write(transaction -> approvals.decide(
                transaction,
                approval,
                new Voice(
                        "operator:anna", yes, yes ? "" : "no", 1, Instant.now().plusSeconds(60), "")));
    }

    ApprovalState state(String approval) {
        return approvals.find(approval).state();
    }

    String link(String person) {
        return web.newLink(person, new Caller.Operator("local:" + person)).url();
    }

    Page page(String person) throws Exception {
        var page = new Page(address());
        page.follow(link(person));
        return page;
    }

    /** The web plugin is revoked; the responder stays. */
    void revoke() {
        var web = ChatPlugin.snapshot(ChatPlugin.web(adapter)).plugins();
        var out = new HashMap<>(
                ChatPlugin.snapshot(ChatPlugin.responder(text -> text)).plugins());
        web.forEach((plugin, standing) -> out.put(
                plugin,
                new Standing.Out(
                        ((Standing.Live) standing).facts(),
                        new Refusal(Code.PLUGIN_REVOKED, "key stolen", "polar revocations list"))));
        snapshots.publish(new Snapshot(2, Map.of(), out));
    }

    String address() {
        return scheme + "://127.0.0.1:" + front.port();
    }

    @Override
    public void close() {
        web.close();
        front.close();
        mailroom.close();
        journal.close();
    }
}
