package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Category;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is refused on and on neither fills the log nor shuts others out. */
class FloodTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestJournal host;

    @BeforeEach
    void open() {
        host = TestJournal.open(database, data);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void a_caller_denied_ten_thousand_times_leaves_at_most_two_minutes_of_records_and_the_right_sum() {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                callers.submit(() -> {
                    for (int times = 0; times < 157; times++) {
                        host.journal.refused(denial());
                    }
                });
            }
            for (int i = 0; i < 20; i++) {
                host.journal.append(TestJournal.draft("honest"));
                assertFalse(host.journal.isFenced());
            }
        }
        host.journal.close(); // what was counted goes on record
        long single = records("call");
        assertTrue(single >= 60 && single <= 120, "a minute may end in between: " + single);
        long counted = host.log.list(AuditQuery.newest(1_000)).stream()
                .map(AuditRecord::json)
                .filter(record -> record.getString("action").equals(Draft.DENIALS))
                .mapToLong(record -> record.getJsonObject("facts").getInt("count"))
                .sum();
        assertEquals(64 * 157, single + counted);
    }

    @Test
    void a_crowd_that_is_served_too_late_does_not_close_the_fence() {
        var fence = new Fence();
        long since = System.nanoTime();
        fence.written();
        for (int i = 0; i < 100; i++) {
            fence.failed(since);
        }
        assertFalse(fence.isClosed(), "others were written meanwhile");
        for (int i = 0; i < 3; i++) {
            fence.failed(System.nanoTime());
        }
        assertTrue(fence.isClosed());
        fence.written();
        assertFalse(fence.isClosed());
    }

    @Test
    void many_records_at_once_are_written_or_turned_away_and_the_fence_stays_open() {
        int crowd = Integer.getInteger("polar.audit.crowd", 2_000);
        var written = new AtomicInteger();
        var refused = new AtomicInteger();
        var closed = new AtomicInteger();
        long start = System.nanoTime();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < crowd; i++) {
                callers.submit(() -> {
                    try {
                        host.journal.append(TestJournal.draft("crowd"));
                        written.incrementAndGet();
                    } catch (RuntimeException late) {
                        refused.incrementAndGet();
                    }
                    closed.addAndGet(host.journal.isFenced() ? 1 : 0);
                });
            }
        }
        var took = Duration.ofNanos(System.nanoTime() - start);
        assertEquals(crowd, written.get() + refused.get());
        assertEquals(0, closed.get(), "a flood closed the fence");
        host.journal.append(TestJournal.draft("after"));
        System.out.println(
                crowd + " at once: " + written + " written, " + refused + " turned away, " + took.toMillis() + " ms");
    }

    private long records(String action) {
        return host.log.list(AuditQuery.newest(1_000)).stream()
                .filter(record -> record.json().getString("action").equals(action))
                .count();
    }

    private static Draft denial() {
        return Draft.of(Category.CALL, "call")
                .caller(new Caller.Client("claude"), "token")
                .denied(Code.POLICY_DENIED);
    }
}
