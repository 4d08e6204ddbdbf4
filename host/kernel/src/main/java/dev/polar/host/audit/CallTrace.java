package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.spi.Trace;
import dev.polar.trust.audit.AuditRecord;
import jakarta.json.JsonString;
import java.util.Optional;

/** Which trace a call was of that asked for its approval, as the log remembers it. */
public final class CallTrace {
    private CallTrace() {}

    /** Empty where the record that asked is not there any more. */
    public static Optional<Trace> asking(Transaction transaction, String approval) {
        return RecordTable.asking(transaction, approval)
                .map(AuditRecord::parse)
                .flatMap(record -> record.json().get("trace") instanceof JsonString trace
                        ? Optional.of(new Trace(trace.getString()))
                        : Optional.empty());
    }
}
