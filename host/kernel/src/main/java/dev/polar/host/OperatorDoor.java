package dev.polar.host;

import dev.polar.adminapi.Check;
import dev.polar.adminapi.Keys;
import dev.polar.host.admin.AdminRoutes;
import dev.polar.host.admin.AdminServer;
import dev.polar.host.admin.Doctor;
import dev.polar.host.admin.Holds;
import dev.polar.host.admin.HostViews;
import dev.polar.host.admin.InForce;
import dev.polar.host.admin.OperatorViews;
import dev.polar.host.admin.RevocationViews;
import dev.polar.host.admin.Route;
import dev.polar.host.admin.TlsServer;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.CallCounts;
import dev.polar.host.audit.Openings;
import dev.polar.host.audit.PastCalls;
import dev.polar.host.audit.PastRecords;
import dev.polar.host.backup.Backups;
import dev.polar.host.catalog.Brought;
import dev.polar.host.consent.Consents;
import dev.polar.host.http.LiveIdentity;
import dev.polar.host.replay.Replaying;
import dev.polar.host.replay.Suggesting;
import dev.polar.host.sink.AuditSinks;
import dev.polar.spi.Refusal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where operators come in: the admin socket, which sees every other part, and over TLS if that is wanted. */
record OperatorDoor(
        Settings settings,
        Remembered remembered,
        Machine machine,
        Signed signed,
        Calling calling,
        Running running,
        Changing changing,
        FrontDoors front,
        AuditSinks sinks,
        Supplier<String> address,
        InstantSource clock) {

    /** What can be asked at it, and what consented to. */
    record Open(List<Route> routes, Consents consents) {}

    /** @param whenTold is run when an operator tells the host to end */
    Open open(Runnable whenTold, Ending ending) {
        var afar = new AtomicReference<Supplier<Optional<Check>>>(Optional::empty);
        var routes = routes(whenTold, () -> afar.get().get());
        settings.adminTls().value().ifPresent(where -> afar.set(listen(where, routes, ending)));
        ending.with(AdminServer.start(remembered.dataDir(), routes));
        return new Open(routes, changing.consents());
    }

    private List<Route> routes(Runnable whenTold, Supplier<Optional<Check>> afar) {
        var journal = remembered.journal();
        var counts = new CallCounts(remembered.database());
        var past = new PastCalls(remembered.database(), journal);
        return AdminRoutes.of(new AdminRoutes.Parts(
                new HostViews(
                        status(counts), () -> doctor(afar.get()).checks(), this::keys, front.web()::newLink, whenTold),
                changing.catalog(),
                signed.trust(),
                new RevocationViews(signed.trust(), signed.revocations(), changing.refreshing(), signed.time()),
                changing.packages(),
                calling.snapshots(),
                counts,
                calling.approvals(),
                calling.approving().relaxations(),
                changing.clients(),
                calling.policies(),
                calling.sessions(),
                calling.limiting().standings(),
                running.secrets()::list,
                () -> OperatorViews.list(signed.operators(), signed.tokens()),
                new AuditLog(remembered.database(), journal, remembered.witnesses()::checkpoint),
                new PastRecords(remembered.database(), journal),
                new Openings(remembered.database(), journal),
                sinks::standings,
                journal.key().name(),
                HostAssembly.VERSION,
                new InForce(signed.ledger(), signed.operators(), signed.revocations(), calling.policies()),
                journal,
                calling.held(),
                changing.consents(),
                changing.uploads(),
                changing.keeping().views(),
                new Backups(remembered.database(), remembered.dataDir(), journal, clock),
                new Holds(machine.confinement()),
                past,
                new Replaying(
                        past, calling.policies(), () -> Brought.of(signed.trust(), changing.catalog()), journal, clock),
                new Suggesting(
                        past, calling.approvals()::rejected, calling.approving().relaxations()::proposed, clock),
                changing.lifecycle().drifts(),
                clock));
    }

    /** Says what the doctor tells of it. Settings have all three or none. */
    private Supplier<Optional<Check>> listen(Listen where, List<Route> routes, Ending ending) {
        var identity = LiveIdentity.in(
                settings.adminCertificate().value().orElseThrow(),
                settings.adminKey().value().orElseThrow(),
                clock);
        var guests = new TlsServer.Guests(signed.tokens(), changing.clients()::known, remembered.journal(), clock);
        var server = ending.with(TlsServer.start(where.host(), where.port(), identity, routes, guests));
        return () -> Optional.of(identity.check("operators from afar", server.address()));
    }

    private HostStatus status(CallCounts counts) {
        return new HostStatus(
                HostAssembly.VERSION,
                address,
                settings,
                counts,
                remembered.journal(),
                changing.catalog(),
                changing.lifecycle(),
                () -> Stream.concat(calling.observers().problems().stream(), sinks.problems().stream())
                        .toList(),
                remembered.witnesses(),
                signed.memory(),
                remembered.membership(),
                new Holds(machine.confinement()),
                calling.limiting().standings(),
                calling.policies());
    }

    private Doctor doctor(Optional<Check> afar) {
        var memory = signed.memory();
        return new Doctor(
                remembered.database(),
                remembered.journal(),
                signed.operators(),
                machine.confinement(),
                machine.starter().groups(),
                machine.interpreters(),
                memory,
                () -> Stream.concat(memory.problems().stream(), changing.lifecycle().problems().stream())
                        .toList(),
                Stream.of(
                                Stream.of(workers()),
                                remembered.witnesses().checks().stream(),
                                afar.stream(),
                                front.checks().stream(),
                                shownSettings().stream())
                        .flatMap(Function.identity())
                        .toList());
    }

    private Check workers() {
        try {
            var soon = machine.worker()
                    .cache()
                    .map(file -> "start soon, by " + file)
                    .orElse("start without a cache, which takes longer");
            return new Check("workers", true, "confined Java plugins " + soon, "");
        } catch (Refusal none) {
            return new Check("workers", false, none.getMessage(), none.hint());
        }
    }

    private Keys keys() {
        var log = remembered.journal().key();
        return new Keys(
                log.toString(),
                log.name(),
                signed.operators().all().stream()
                        .map(operator -> operator.name() + " " + operator.key().id())
                        .toList());
    }

    private List<Check> shownSettings() {
        return settings.shown().stream()
                .map(setting -> new Check(
                        "setting " + setting.name(), true, setting.value() + " (" + setting.origin() + ")", ""))
                .toList();
    }
}
