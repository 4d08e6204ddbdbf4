package dev.polar.host.approval;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.policy.Opinion;
import dev.polar.host.policy.Policy;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.audit.Category;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A yes or no from a person in a chat whom the rule names. Whoever calls this knows that person: the account's adapter or
 * the page's session said who it is. Everything else is looked at again here, and once more when the call comes: a yes is
 * for one call, and never for one that cannot be undone or whose plugin holds permissions of high risk.
 */
public final class DecidingInChat {
    private final Approvals approvals;
    private final Served served;
    private final Snapshots snapshots;
    private final Supplier<Policy> policy;
    private final Seals seals;
    private final Journal journal;

    /** @param policy in force now */
    public DecidingInChat(
            Approvals approvals,
            Served served,
            Snapshots snapshots,
            Supplier<Policy> policy,
            Seals seals,
            Journal journal) {
        this.approvals = approvals;
        this.served = served;
        this.snapshots = snapshots;
        this.policy = policy;
        this.seals = seals;
        this.journal = journal;
    }

    /** A person as rules name them: {@code channel:web:default:ben}, whichever room they are in. */
    public static String name(Caller.ChannelUser person) {
        return "channel:" + person.kind() + ":" + person.account() + ":" + person.user();
    }

    /**
     * Why nobody decides a request in chats of that kind, if so; then an operator does, with {@code polar approve ID}.
     *
     * @param kind of channel
     */
    public Optional<Refusal> notHere(ApprovalRow row, String kind) {
        var why = row.effect().equals("irreversible")
                ? "it cannot be undone"
                : row.highRisk() ? row.pluginName() + " holds permissions of high risk" : untrusted(kind);
        return why.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Code.APPROVAL_NOT_IN_CHAT,
                        "approval request '" + row.id() + "' is not decided in a chat: " + why,
                        "polar approve " + row.id(),
                        Map.of("approval", row.id())));
    }

    private String untrusted(String kind) {
        return snapshots.current().channels().stream()
                        .filter(channel -> channel.target().name().equals(kind))
                        .anyMatch(channel -> snapshots
                                                .current()
                                                .standing(channel.target().plugin())
                                                .orElse(null)
                                        instanceof Standing.Live live
                                && trusted(live.verdict().level()))
                ? ""
                : "no adapter of level core, verified or local serves '" + kind + "'";
    }

    private static boolean trusted(Level level) {
        return switch (level) {
            case CORE, VERIFIED, LOCAL -> true;
            case COMMUNITY, REMOTE, DEV -> false;
        };
    }

    /**
     * That person's word on a request. What is refused changes nothing and is on record.
     *
     * @param decision {@code APPROVED} or {@code REJECTED}
     * @return how it stands then: still {@code PROPOSED} while others have to say yes too
     * @throws Refusal {@code APPROVAL_UNKNOWN}, {@code APPROVAL_EXPIRED}, {@code APPROVAL_VOID}, {@code
     *     APPROVAL_NOT_IN_CHAT}, or {@code APPROVAL_FORBIDDEN} if the policy in force does not name them, or it is their own
     */
    public ApprovalRow decideAs(Caller.ChannelUser person, String id, ApprovalState decision) {
        if (decision != ApprovalState.APPROVED && decision != ApprovalState.REJECTED) {
            throw new IllegalArgumentException("nobody decides that a request is " + decision);
        }
        boolean yes = decision == ApprovalState.APPROVED;
        var draft = Draft.of(Category.APPROVAL, yes ? Deciding.APPROVE : Deciding.DENY)
                .caller(person, "session")
                .channel(person.kind(), person.account(), person.room(), Optional.empty())
                .approval(id);
        var row = looked(draft, person, id, yes);
        var voice = yes
                ? seals.sealed(row, name(person), "")
                : new Voice(name(person), false, "in the chat", 0, row.expiresAt(), "");
        var about = approvals.about(draft, row).fact("digest", row.digest()).fact("content", row.content());
        var now = journal.append(
                yes ? about.allowed() : about.denied(Code.APPROVAL_DENIED),
                (transaction, seq) -> approvals.decide(transaction, id, voice));
        approvals.tell(id);
        return now;
    }

    private ApprovalRow looked(Draft draft, Caller.ChannelUser person, String id, boolean yes) {
        try {
            var row = approvals.find(id);
            Words.requireProposed(row);
            requireNamed(row, name(person));
            var refused = notHere(row, person.kind())
                    .or(() -> served.ended(row)
                            .filter(why -> yes)
                            .map(why -> new Refusal(
                                    Code.APPROVAL_VOID,
                                    "approval request '" + id + "' fits nothing any more: " + why,
                                    "repeat the call to ask again")));
            if (refused.isPresent()) {
                throw refused.get();
            }
            return row;
        } catch (Refusal refusal) {
            journal.refused(draft.denied(refusal.code()).why(refusal));
            throw refusal;
        }
    }

    /** Both when it asked and now: a rule may name others since. */
    private void requireNamed(ApprovalRow row, String person) {
        Words.requireMay(row, person);
        boolean named = policy.get().rules().stream()
                .filter(rule ->
                        rule.effect() == Opinion.Effect.ASK && rule.target().matches(row.target()))
                .anyMatch(rule -> new Approvers(rule.approvers(), rule.quorum()).names(person));
        if (!named) {
            throw Words.forbidden(row.id(), person + " is not named by the policy in force", "polar policy show");
        }
    }
}
