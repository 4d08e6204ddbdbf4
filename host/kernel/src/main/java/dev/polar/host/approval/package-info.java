/**
 * An operator's yes to one call. Where policy asks, the gate makes an {@link
 * dev.polar.host.approval.ApprovalRequest} of exactly that call, which is used if it is approved, or else {@link
 * dev.polar.host.approval.Asking asked} about; {@link dev.polar.host.approval.Deciding} is an operator's consent, {@link
 * dev.polar.host.approval.DecidingInChat} the word of a person whom the rule names, and {@link
 * dev.polar.host.approval.Words} says whose counts; {@link dev.polar.host.approval.Approvals} keeps the state ({@link dev.polar.host.approval.ApprovalState}), every step a
 * compare-and-set in the database: of any number of racing approvers and callers exactly one wins.
 *
 * <p>A row is nobody's yes: {@link dev.polar.host.approval.ProvenVoices} counts signatures and seals. {@link
 * dev.polar.host.approval.Held} is where callers wait for a word, {@link dev.polar.host.approval.Voiding} ends what fits nothing any
 * more, and {@link dev.polar.host.approval.Relaxations} folds from all of it what might be allowed instead.
 */
@NullMarked
package dev.polar.host.approval;

import org.jspecify.annotations.NullMarked;
