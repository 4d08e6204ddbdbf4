package dev.polar.host.admin;

import static dev.polar.host.admin.Route.get;
import static dev.polar.host.admin.Route.post;

import dev.polar.adminapi.BackupRequest;
import dev.polar.adminapi.CallRequest;
import dev.polar.adminapi.Consent;
import dev.polar.adminapi.ExportRequest;
import dev.polar.adminapi.LockText;
import dev.polar.adminapi.OperatorRow;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.SecretRow;
import dev.polar.adminapi.Uploaded;
import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.CallCounts;
import dev.polar.host.audit.Journal;
import dev.polar.host.backup.Backups;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.HostLock;
import dev.polar.host.catalog.Packages;
import dev.polar.host.catalog.Rechecks;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.consent.Consents;
import dev.polar.host.endpoint.Clients;
import dev.polar.host.gate.Gate;
import dev.polar.host.lifecycle.Uploads;
import dev.polar.host.policy.Policies;
import dev.polar.host.snapshot.Snapshots;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What can be asked: the table that {@code dev.polar.adminapi} describes. */
public final class AdminRoutes {
    private AdminRoutes() {}

    /** What the table is answered from. */
    public record Parts(
            HostViews host,
            Catalog catalog,
            TrustReader trust,
            RevocationViews revocations,
            Packages packages,
            Snapshots snapshots,
            CallCounts counts,
            Approvals approvals,
            Clients clients,
            Policies policies,
            Supplier<List<SecretRow>> secrets,
            Supplier<List<OperatorRow>> operators,
            AuditLog log,
            String origin,
            Journal journal,
            Gate gate,
            Consents consents,
            Uploads uploads,
            Backups backups,
            Holds holds,
            InstantSource clock) {}

    /** The whole table. */
    public static List<Route> of(Parts parts) {
        var host = parts.host();
        var releases = new ReleaseViews(parts.catalog(), parts.trust(), parts.packages(), parts.clock());
        var plugins = new PluginViews(
                parts.catalog(),
                parts.trust(),
                parts.packages(),
                parts.snapshots(),
                parts.counts(),
                releases,
                parts.holds(),
                parts.clock());
        var notes = new PlanNotes(
                parts.catalog(),
                parts.trust(),
                parts.packages(),
                parts.uploads(),
                parts.secrets(),
                parts.revocations()::freshness,
                parts.holds(),
                parts.clock());
        var trust = new TrustViews(parts.trust(), parts.approvals(), parts.clients(), parts.policies(), parts.clock());
        var audit = new AuditViews(parts.log(), parts.journal(), parts.origin());
        var calls = new LocalCalls(parts.gate());
        var consents = parts.consents();
        var lock = new HostLock(parts.catalog(), parts.trust());
        var rechecks = new Rechecks(parts.catalog(), parts.trust(), parts.packages(), parts.clock());
        return List.of(
                get("/v1/status", asked -> host.status()),
                get("/v1/doctor", asked -> host.doctor()),
                get("/v1/keys", asked -> host.keys()),
                get("/v1/plugins", asked -> plugins.list()),
                get("/v1/plugins/*", asked -> plugins.detail(asked.name())),
                get(
                        "/v1/diff/*",
                        asked -> releases.diff(asked.name(), asked.query().getOrDefault("to", ""))),
                get("/v1/lock", asked -> new LockText(new String(lock.read().toBytes(), StandardCharsets.UTF_8))),
                get("/v1/verify", asked -> rechecks.all()),
                get("/v1/verify/*", asked -> rechecks.of(PluginViews.id(asked.name()))),
                get("/v1/tools", asked -> plugins.tools()),
                get("/v1/operators", asked -> parts.operators().get()),
                get("/v1/trust", asked -> trust.publishers()),
                get("/v1/trust/*", asked -> trust.publisher(asked.name())),
                get("/v1/revocations", asked -> parts.revocations().list()),
                get("/v1/freshness", asked -> parts.revocations().freshness()),
                get("/v1/approvals", asked -> both(releases.waiting(), trust.approvals())),
                get("/v1/clients", asked -> trust.clients()),
                get("/v1/secrets", asked -> parts.secrets().get()),
                get("/v1/policy", asked -> trust.rules()),
                get("/v1/audit", asked -> audit.list(asked.query())),
                post("/v1/audit/export", asked -> audit.export(asked.body(ExportRequest.class), asked.user())),
                post("/v1/backup", asked -> parts.backups().make(asked.body(BackupRequest.class), asked.user())),
                post("/v1/uploads", asked -> new Uploaded(parts.uploads().put(asked.body()))),
                post("/v1/plans", asked -> {
                    var request = asked.body(Request.class);
                    return notes.annotated(consents.plan(request), request);
                }),
                post("/v1/consents", asked -> consents.commit(asked.body(Consent.class))),
                post("/v1/calls", asked -> calls.call(asked.body(CallRequest.class), asked.user())),
                post("/v1/weblinks", asked -> host.link(asked.user())),
                post("/v1/down", asked -> host.down()));
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
