package dev.polar.host.approval;

import java.util.Set;

/** Who is proven to have said yes to a request. A row that says so is nobody's yes. */
@FunctionalInterface
public interface Voices {
    /** Their names, as {@link Approvers} has them. */
    Set<String> yes(ApprovalRow row);
}
