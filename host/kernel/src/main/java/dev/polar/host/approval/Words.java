package dev.polar.host.approval;

import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What people's words do to a request, and whose word counts. */
final class Words {
    private static final String DECIDED = "was decided already or has run out";

    private Words() {}

    /**
     * Somebody's word on a request that is held. A no decides; a yes does with as many others as it takes.
     *
     * @throws Refusal {@code APPROVAL_EXPIRED}, {@code APPROVAL_VOID}, {@code APPROVAL_FORBIDDEN}
     */
    static void say(Transaction transaction, ApprovalRow row, Voice voice, Instant now) {
        requireProposed(row);
        requireMay(row, voice.approver());
        var id = row.id();
        if (!VoiceTable.insert(transaction, id, voice, now)) {
            throw forbidden(id, voice.approver() + " said so already", "another one has to");
        }
        if (!voice.yes()) {
            Approvals.require(StepTable.reject(transaction, id, voice, now), id, DECIDED);
        } else {
            var yes = VoiceTable.of(transaction, id).stream().filter(Voice::yes).toList();
            if (yes.size() >= row.quorum()) {
                Approvals.require(approve(transaction, id, yes, now), id, DECIDED);
            }
        }
    }

    /** It goes as far as the one who goes least far. */
    private static boolean approve(Transaction transaction, String id, List<Voice> yes, Instant now) {
        return StepTable.approve(
                transaction,
                id,
                yes.stream().map(Voice::approver).collect(Collectors.joining("+")),
                yes.stream().mapToInt(Voice::uses).min().orElseThrow(),
                yes.stream().map(Voice::until).min(Comparator.naturalOrder()).orElseThrow(),
                now);
    }

    /** @throws Refusal {@code APPROVAL_EXPIRED}, or {@code APPROVAL_VOID} */
    static void requireProposed(ApprovalRow row) {
        if (row.state() == ApprovalState.VOID) {
            throw new Refusal(
                    Code.APPROVAL_VOID,
                    "approval request '" + row.id() + "' has ended: " + row.why(),
                    "repeat the call");
        }
        Approvals.require(row.state() == ApprovalState.PROPOSED, row.id(), DECIDED);
    }

    /** @throws Refusal {@code APPROVAL_FORBIDDEN} */
    static void requireMay(ApprovalRow row, String approver) {
        if (!row.approvers().names(approver)) {
            throw forbidden(
                    row.id(),
                    approver + " is not among those whom rule '" + row.rule() + "' names",
                    row.patterns().isEmpty()
                            ? "an operator has to: polar approvals"
                            : "named are " + row.patterns().lines().collect(Collectors.joining(", ")));
        }
        if (row.approvers().isOwn(row.caller(), approver)) {
            throw forbidden(row.id(), "nobody decides a request of their own", "somebody else has to");
        }
    }

    static Refusal forbidden(String id, String why, String hint) {
        return new Refusal(
                Code.APPROVAL_FORBIDDEN, "approval request '" + id + "': " + why, hint, Map.of("approval", id));
    }
}
