package dev.polar.host;

import dev.polar.adminapi.Check;
import dev.polar.adminapi.Keys;
import dev.polar.host.admin.AdminRoutes;
import dev.polar.host.admin.AdminServer;
import dev.polar.host.admin.Doctor;
import dev.polar.host.admin.Holds;
import dev.polar.host.admin.HostViews;
import dev.polar.host.admin.OperatorViews;
import dev.polar.host.admin.RevocationViews;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.CallCounts;
import dev.polar.host.backup.Backups;
import dev.polar.spi.Refusal;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where operators come in: the admin socket, which sees every other part. */
record OperatorDoor(
        Settings settings,
        Remembered remembered,
        Machine machine,
        Signed signed,
        Calling calling,
        Running running,
        Changing changing,
        FrontDoors front,
        Supplier<String> address,
        InstantSource clock) {

    /** @param whenTold is run when an operator tells the host to end */
    AdminServer open(Runnable whenTold) {
        var journal = remembered.journal();
        var counts = new CallCounts(remembered.database());
        return AdminServer.start(
                remembered.dataDir(),
                AdminRoutes.of(new AdminRoutes.Parts(
                        new HostViews(status(counts), doctor()::checks, this::keys, front.web()::newLink, whenTold),
                        changing.catalog(),
                        signed.trust(),
                        new RevocationViews(signed.trust(), signed.revocations(), changing.refreshing(), signed.time()),
                        changing.packages(),
                        calling.snapshots(),
                        counts,
                        calling.approvals(),
                        changing.clients(),
                        calling.policies(),
                        running.secrets()::list,
                        () -> OperatorViews.list(signed.operators()),
                        new AuditLog(remembered.database(), journal),
                        journal.key().name(),
                        journal,
                        calling.gate(),
                        changing.consents(),
                        changing.uploads(),
                        new Backups(remembered.database(), remembered.dataDir(), journal, clock),
                        new Holds(machine.confinement()),
                        clock)));
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
                signed.memory(),
                remembered.membership(),
                new Holds(machine.confinement()));
    }

    private Doctor doctor() {
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
                Stream.concat(Stream.of(workers()), shownSettings().stream()).toList());
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
