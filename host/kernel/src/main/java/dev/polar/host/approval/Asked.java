package dev.polar.host.approval;

import dev.polar.host.store.Transaction;
import dev.polar.runtime.Call;

/** What comes with a new request, in the transaction that makes it. */
@FunctionalInterface
public interface Asked {
    /** @param call the one that has to be approved */
    void asked(Transaction transaction, ApprovalRow row, Call call);
}
