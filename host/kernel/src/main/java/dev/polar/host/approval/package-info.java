/**
 * An operator's yes to one call. Where policy asks, the gate makes an {@link
 * dev.polar.host.approval.ApprovalRequest} of exactly that call; {@link dev.polar.host.approval.Approving} and {@link
 * dev.polar.host.approval.Denying} are the operator's consent; {@link dev.polar.host.approval.Approvals} keeps the state,
 * every step a compare-and-set in the database: of any number of racing approvers and callers exactly one wins.
 */
@NullMarked
package dev.polar.host.approval;

import org.jspecify.annotations.NullMarked;
