package dev.polar.host.egress;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.runtime.GenerationId;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The records of one child. */
record Reports(Journal journal, GenerationId generation, String child) {
    static final String CONNECT = "net.connect";
    static final String TRAFFIC = "net.traffic";

    /** Before the first connection there. */
    void first(HostPort to) {
        journal.append(to(to, CONNECT).allowed());
    }

    /** Too late to stop anything: where the log cannot be written, the host's own log has it. */
    void traffic(HostPort to, Traffic.Sum sum) {
        try {
            journal.append(to(to, TRAFFIC)
                    .fact("addresses", String.join(" ", sum.addresses()))
                    .fact("connections", sum.connections())
                    .fact("sent", sum.sent())
                    .fact("received", sum.received())
                    .allowed());
        } catch (Refusal unwritten) {
            LoggerFactory.getLogger(Reports.class)
                    .error("not on record: {} to {}: {}: {}", child, to, sum, unwritten.getMessage());
        }
    }

    /** @param times how often in a row */
    void refused(String to, Refusal why, long times) {
        try {
            var record = record(CONNECT).fact("destination", to).why(why);
            journal.append((times > 1 ? record.fact("times", times) : record).denied(why.code()));
        } catch (Refusal unwritten) {
            LoggerFactory.getLogger(Reports.class)
                    .error("not on record: {} refused for {}: {}", to, child, unwritten.getMessage());
        }
    }

    private Draft to(HostPort to, String action) {
        return record(action).permissionsUsed(List.of(to.access().text())).fact("destination", to.toString());
    }

    private Draft record(String action) {
        return Draft.of(Category.BROKER, action)
                .plugin(generation.plugin().name(), generation.version(), generation.digest())
                .fact("version", generation.version())
                .fact("digest", generation.digest())
                .fact("child", child);
    }
}
