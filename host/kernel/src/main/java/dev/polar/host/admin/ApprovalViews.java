package dev.polar.host.admin;

import dev.polar.adminapi.ApprovalDetail;
import dev.polar.adminapi.ApprovalRow;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.ExactText;
import dev.polar.host.approval.Relaxations;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Calls that are asked for, as whoever decides looks at them. */
final class ApprovalViews {
    private final Approvals approvals;
    private final Relaxations relaxations;
    private final InstantSource clock;

    ApprovalViews(Approvals approvals, Relaxations relaxations, InstantSource clock) {
        this.approvals = approvals;
        this.relaxations = relaxations;
        this.clock = clock;
    }

    /** What needs somebody first; at the end what might be allowed instead of asked. */
    List<ApprovalRow> list() {
        return Stream.concat(
                        approvals.list().stream().map(this::row),
                        relaxations.proposed().stream()
                                .map(relaxation -> new ApprovalRow(
                                        "-",
                                        "",
                                        relaxation.target(),
                                        relaxation.caller(),
                                        "",
                                        relaxation.times() + " yes",
                                        "",
                                        "",
                                        "relax?",
                                        relaxation.command())))
                .toList();
    }

    private ApprovalRow row(dev.polar.host.approval.ApprovalRow row) {
        return new ApprovalRow(
                row.id(),
                row.digest(),
                row.target() + " (" + row.plugin() + ")",
                row.caller(),
                ExactText.of(row.arguments()),
                Ages.since(row.createdAt(), clock.instant()),
                risk(row),
                row.expiresAt().toString(),
                state(row),
                next(row).stream().findFirst().orElse(""));
    }

    /** @throws dev.polar.spi.Refusal {@code APPROVAL_UNKNOWN} */
    ApprovalDetail detail(String id) {
        var row = approvals.find(id);
        return new ApprovalDetail(
                row.id(),
                state(row),
                row.digest(),
                row.target(),
                row.plugin(),
                row.content(),
                row.caller(),
                row.session(),
                ExactText.of(row.arguments()),
                risk(row),
                row.reason().isEmpty() ? row.rule() : row.rule() + ": " + row.reason(),
                row.approvers().patterns(),
                row.quorum(),
                approvals.said(id).stream()
                        .map(voice -> (voice.yes() ? "yes  " : "no   ")
                                + voice.approver()
                                + (voice.why().isEmpty() ? "" : "  " + voice.why()))
                        .toList(),
                approvals.uses(id).stream()
                        .map(use -> use.intent() + "  " + use.state().label() + "  " + use.startedAt())
                        .toList(),
                row.usesLeft(),
                row.createdAt().toString(),
                row.expiresAt().toString(),
                row.why(),
                next(row));
    }

    private String state(dev.polar.host.approval.ApprovalRow row) {
        return approvals.isStuck(row) ? "stuck" : row.state().label();
    }

    private static String risk(dev.polar.host.approval.ApprovalRow row) {
        return row.highRisk() ? row.effect() + ", high-risk permissions" : row.effect();
    }

    private List<String> next(dev.polar.host.approval.ApprovalRow row) {
        return switch (row.state()) {
            case PROPOSED -> List.of("polar approve " + row.id(), "polar deny " + row.id() + " --reason TEXT");
            case APPROVED -> List.of("polar approvals revoke " + row.id());
            case UNKNOWN -> reconcile(row.id());
            case EXECUTING -> approvals.isStuck(row) ? reconcile(row.id()) : List.of();
            case REJECTED, EXPIRED, EXECUTED, FAILED, VOID -> List.of();
        };
    }

    private static List<String> reconcile(String id) {
        return List.of("polar approvals reconcile " + id + " --happened|--did-not-happen --reason TEXT");
    }
}
