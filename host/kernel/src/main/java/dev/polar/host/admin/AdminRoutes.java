package dev.polar.host.admin;

import static dev.polar.host.admin.Route.get;
import static dev.polar.host.admin.Route.post;
import static dev.polar.host.consent.OperatorRole.APPROVER;
import static dev.polar.host.consent.OperatorRole.AUDITOR;
import static dev.polar.host.consent.OperatorRole.AUTHOR;
import static dev.polar.host.consent.OperatorRole.OPERATOR;

import dev.polar.adminapi.BackupRequest;
import dev.polar.adminapi.BundleRequest;
import dev.polar.adminapi.CallRequest;
import dev.polar.adminapi.Consent;
import dev.polar.adminapi.ExplainRequest;
import dev.polar.adminapi.ExportRequest;
import dev.polar.adminapi.LockText;
import dev.polar.adminapi.OperatorRow;
import dev.polar.adminapi.PolicyTrial;
import dev.polar.adminapi.ReplayRequest;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.SecretRow;
import dev.polar.adminapi.SessionRow;
import dev.polar.adminapi.WebLink;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Relaxations;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.CallCounts;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.Openings;
import dev.polar.host.audit.PastCalls;
import dev.polar.host.audit.PastRecords;
import dev.polar.host.backup.Backups;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.HostLock;
import dev.polar.host.catalog.Packages;
import dev.polar.host.catalog.Rechecks;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.OperatorRole;
import dev.polar.host.endpoint.Clients;
import dev.polar.host.gate.HeldCalls;
import dev.polar.host.lifecycle.Uploads;
import dev.polar.host.limits.Standings;
import dev.polar.host.offer.Drifts;
import dev.polar.host.policy.Policies;
import dev.polar.host.replay.Replaying;
import dev.polar.host.replay.Suggesting;
import dev.polar.host.session.Sessions;
import dev.polar.host.sink.SinkStanding;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.spi.Caller;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What can be asked: the table that {@code dev.polar.adminapi} describes. Each line says who may ask with a token from
 * afar, and what records it leaves if it changes something.
 */
public final class AdminRoutes {
    private static final Set<OperatorRole> ALL = EnumSet.allOf(OperatorRole.class);
    private static final Set<OperatorRole> READERS = EnumSet.of(OPERATOR, AUDITOR);
    private static final Set<OperatorRole> DECIDERS = EnumSet.of(OPERATOR, APPROVER, AUDITOR);
    private static final Set<OperatorRole> BRINGERS = EnumSet.of(OPERATOR, AUTHOR);
    private static final Set<OperatorRole> PLANNERS = EnumSet.of(OPERATOR, APPROVER, AUTHOR);
    private static final Set<OperatorRole> CONSENTERS = EnumSet.of(OPERATOR, APPROVER);
    private static final Set<OperatorRole> ON_THE_SOCKET = EnumSet.noneOf(OperatorRole.class);

    /** What plans are refused for and consents carried out. */
    private static final Set<Category> CHANGES = EnumSet.of(
            Category.TRUST,
            Category.PLUGIN,
            Category.POLICY,
            Category.APPROVAL,
            Category.SECRET,
            Category.CLIENT,
            Category.AUDIT,
            Category.HOST);

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
            Relaxations relaxations,
            Clients clients,
            Policies policies,
            Sessions sessions,
            Standings standings,
            Supplier<List<SecretRow>> secrets,
            Supplier<List<OperatorRow>> operators,
            AuditLog log,
            PastRecords records,
            Openings openings,
            Supplier<List<SinkStanding>> sinks,
            String origin,
            String version,
            InForce inForce,
            Journal journal,
            HeldCalls calls,
            Consents consents,
            Uploads uploads,
            KeepingViews keeping,
            Backups backups,
            Holds holds,
            PastCalls past,
            Replaying replaying,
            Suggesting suggesting,
            Drifts drifts,
            InstantSource clock) {}

    /** The whole table. */
    public static List<Route> of(Parts parts) {
        var host = parts.host();
        var releases =
                new ReleaseViews(parts.catalog(), parts.trust(), parts.packages(), parts.drifts(), parts.clock());
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
        var trust = new TrustViews(parts.trust(), parts.clients(), parts.counts());
        var policy = new PolicyViews(parts.policies(), parts.clock());
        var explaining = new PolicyExplaining(
                parts.policies(), parts.snapshots(), parts.sessions(), parts.past(), parts.clock());
        var approvals = new ApprovalViews(parts.approvals(), parts.relaxations(), parts.clock());
        var audit = new AuditViews(parts.log(), parts.journal(), parts.origin(), parts.version());
        var bundles = new BundleViews(
                parts.log(), parts.journal(), parts.origin(), parts.version(), parts.inForce(), parts.clock());
        var reading = new AuditReading(parts.records(), parts.openings());
        var limits = new LimitViews(parts.standings());
        var calls = new LocalCalls(parts.calls());
        var changes = new Changes(parts.uploads(), parts.consents(), notes, parts.journal());
        var lock = new HostLock(parts.catalog(), parts.trust());
        var rechecks = new Rechecks(parts.catalog(), parts.trust(), parts.packages(), parts.clock());
        return List.of(
                get("/v1/status", ALL, asked -> host.status()),
                get("/v1/doctor", READERS, asked -> host.doctor()),
                get("/v1/keys", ALL, asked -> host.keys()),
                get("/v1/plugins", ALL, asked -> plugins.list()),
                get("/v1/plugins/*", ALL, asked -> plugins.detail(asked.name())),
                get(
                        "/v1/diff/*",
                        ALL,
                        asked -> releases.diff(asked.name(), asked.query().getOrDefault("to", ""))),
                get(
                        "/v1/lock",
                        ALL,
                        asked -> new LockText(new String(lock.read().toBytes(), StandardCharsets.UTF_8))),
                get("/v1/verify", ALL, asked -> rechecks.all()),
                get("/v1/verify/*", ALL, asked -> rechecks.of(PluginViews.id(asked.name()))),
                get("/v1/tools", ALL, asked -> asked.query().containsKey("all") ? plugins.all() : plugins.tools()),
                get("/v1/operators", ALL, asked -> parts.operators().get()),
                get("/v1/trust", ALL, asked -> trust.publishers()),
                get("/v1/trust/*", ALL, asked -> trust.publisher(asked.name())),
                get("/v1/revocations", ALL, asked -> parts.revocations().list()),
                get("/v1/freshness", ALL, asked -> parts.revocations().freshness()),
                get("/v1/approvals", DECIDERS, asked -> both(releases.waiting(), approvals.list())),
                get("/v1/approvals/*", DECIDERS, asked -> approvals.detail(asked.name())),
                get("/v1/clients", READERS, asked -> trust.clients()),
                get("/v1/secrets", READERS, asked -> parts.secrets().get()),
                get(
                        "/v1/policy",
                        DECIDERS,
                        asked -> both(
                                policy.rules(), WatchRows.of(parts.snapshots().current()))),
                get("/v1/policy/text", DECIDERS, asked -> policy.text(asked.query())),
                get("/v1/policy/history", DECIDERS, asked -> policy.history()),
                post("/v1/policy/test", DECIDERS, Set.of(), asked -> policy.trial(asked.body(PolicyTrial.class))),
                post(
                        "/v1/policy/explain",
                        DECIDERS,
                        Set.of(),
                        asked -> explaining.explain(asked.body(ExplainRequest.class), asked.asker())),
                get("/v1/sessions", DECIDERS, asked -> sessions(parts.sessions())),
                get("/v1/limits", READERS, asked -> limits.list(asked.query().containsKey("all"))),
                get(
                        "/v1/policy/suggest",
                        READERS,
                        asked -> parts.suggesting()
                                .suggest(
                                        parts.policies().yaml(),
                                        asked.query().getOrDefault("since", "7d"),
                                        asked.query().getOrDefault("caller", "*"))),
                post(
                        "/v1/policy/replay",
                        EnumSet.of(OPERATOR),
                        EnumSet.of(Category.POLICY),
                        asked -> parts.replaying()
                                .replay(
                                        asked.body(ReplayRequest.class),
                                        asked.caller(),
                                        asked.asker().auth())),
                get("/v1/audit", READERS, asked -> reading.list(asked.query())),
                get("/v1/audit/tail", READERS, asked -> reading.tail(asked.query())),
                get("/v1/audit/person", READERS, asked -> reading.person(asked.query())),
                get("/v1/audit/record", READERS, asked -> reading.show(asked.query())),
                get(
                        "/v1/audit/sinks",
                        READERS,
                        asked -> AuditViews.sinks(parts.sinks().get())),
                post(
                        "/v1/audit/export",
                        ON_THE_SOCKET,
                        EnumSet.of(Category.AUDIT),
                        asked -> audit.export(asked.body(ExportRequest.class), asked.asker())),
                post(
                        "/v1/audit/copy",
                        READERS,
                        EnumSet.of(Category.AUDIT),
                        asked -> audit.copy(asked.body(ExportRequest.class), asked.asker())),
                get("/v1/audit/holds", READERS, asked -> parts.keeping().held()),
                get("/v1/audit/archives", READERS, asked -> parts.keeping().list()),
                get(
                        "/v1/audit/archives/verified",
                        READERS,
                        asked -> parts.keeping().verify()),
                post(
                        "/v1/audit/archives",
                        ON_THE_SOCKET,
                        EnumSet.of(Category.AUDIT),
                        asked -> parts.keeping().make(asked.asker())),
                post(
                        "/v1/audit/bundle",
                        ON_THE_SOCKET,
                        EnumSet.of(Category.AUDIT),
                        asked -> bundles.make(asked.body(BundleRequest.class), asked.asker())),
                post(
                        "/v1/audit/bundle/copy",
                        READERS,
                        EnumSet.of(Category.AUDIT),
                        asked -> bundles.copy(asked.body(BundleRequest.class), asked.asker())),
                post(
                        "/v1/backup",
                        ON_THE_SOCKET,
                        EnumSet.of(Category.HOST),
                        asked -> parts.backups().make(asked.body(BackupRequest.class), asked.caller())),
                post(
                        "/v1/uploads",
                        BRINGERS,
                        EnumSet.of(Category.PLUGIN),
                        asked -> changes.upload(asked.body(), asked.asker())),
                post("/v1/plans", PLANNERS, CHANGES, asked -> changes.plan(asked.body(Request.class), asked.asker())),
                post(
                        "/v1/consents",
                        CONSENTERS,
                        CHANGES,
                        asked -> changes.commit(asked.body(Consent.class), asked.asker())),
                post(
                        "/v1/calls",
                        EnumSet.of(OPERATOR),
                        EnumSet.of(Category.CALL),
                        asked -> calls.call(asked.body(CallRequest.class), asked.asker(), asked.gone())),
                post(
                        "/v1/weblinks",
                        ON_THE_SOCKET,
                        EnumSet.of(Category.CLIENT),
                        asked -> host.link(asked.asker().name(), asked.caller())),
                // Anybody may be let in who is nobody: what a guest may do is for policy to say.
                post(
                        "/v1/weblinks/guest",
                        ON_THE_SOCKET,
                        EnumSet.of(Category.CLIENT),
                        asked -> host.link(WebLink.GUEST, asked.caller())),
                post("/v1/down", ON_THE_SOCKET, EnumSet.of(Category.HOST), asked -> {
                    end(parts.journal(), asked.caller());
                    return host.down();
                }));
    }

    /** A host whose log is silent can be ended all the same. */
    private static void end(Journal journal, Caller.Operator caller) {
        try {
            journal.append(
                    Draft.of(Category.HOST, "down").caller(caller, "socket").allowed());
        } catch (Refusal unwritten) {
            // it ends, and the next start finds that it did
        }
    }

    private static List<SessionRow> sessions(Sessions sessions) {
        return sessions.list().stream()
                .map(row -> new SessionRow(
                        row.session(), row.label(), row.intent(), row.since().toString()))
                .toList();
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
