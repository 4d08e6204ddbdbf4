package dev.polar.host.channel;

import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.endpoint.FrontServer;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Limits;
import dev.polar.host.policy.Policy;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.work.ChatPlugin;
import dev.polar.host.work.Mailroom;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** A host with the web channel: everything real from the browser's side to the database, but the plugins' packages. */
final class WebWorld implements AutoCloseable {
    final Snapshots snapshots = new Snapshots();
    final MirrorAdapter adapter = new MirrorAdapter();
    final WebChannel web;
    private final PostgresJournal journal;
    private final Mailroom mailroom;
    private final FrontServer front;

    WebWorld(Database database, Path dataDir) {
        var clock = InstantSource.system();
        var key = MasterKey.in(dataDir);
        journal = PostgresJournal.open(database, dataDir, key, Duration.ofSeconds(5), clock, Masking.NONE);
        var rooms = new WebRooms(database, snapshots);
        var gate = Gates.build(
                snapshots,
                () -> Policy.NONE,
                new Approvals(database, clock),
                new Limits.Bounds(600, 32, Duration.ofSeconds(30)),
                database,
                journal,
                new InFlight(),
                rooms,
                clock);
        mailroom = new Mailroom(database, journal, gate, snapshots, ChatPlugin.RESPONDER);
        web = new WebChannel(database, journal, key, snapshots, rooms, mailroom.inbox(), this::address, clock);
        enable();
        web.start();
        mailroom.start();
        front = FrontServer.start("127.0.0.1", 0, web.handlers());
    }

    /** Both plugins are in; the responder sends back what it is told. */
    void enable() {
        snapshots.publish(
                ChatPlugin.snapshot(ChatPlugin.responder(text -> "You said: " + text), ChatPlugin.web(adapter)));
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
        return "http://127.0.0.1:" + front.port();
    }

    @Override
    public void close() {
        web.close();
        front.close();
        mailroom.close();
        journal.close();
    }
}
