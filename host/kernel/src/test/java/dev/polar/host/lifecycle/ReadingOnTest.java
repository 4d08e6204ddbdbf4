package dev.polar.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.polar.host.catalog.Mandate;
import dev.polar.host.catalog.Trust;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.Signatures;
import dev.polar.host.revocation.RevocationList;
import dev.polar.host.revocation.TrustedTime;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A host reads on where it was; whoever reads everything at once finds the same. */
class ReadingOnTest {
    private static final String NOTES = "local.notes";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHost() {
        host = TestHost.start(data, database.get());
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void after_every_change_it_is_what_a_first_reading_finds() {
        List<Runnable> life = List.of(
                () -> host.install(release("1.0.0")),
                () -> host.enable(NOTES),
                () -> host.run("update", "", "upload", upload(release("1.1.0").epoch(2))),
                () -> host.run("canary", "", "upload", upload(release("1.2.0").epoch(2)), "percent", "50"),
                () -> host.run("rollback", NOTES),
                () -> host.run("stage", "", "upload", upload(release("1.3.0").epoch(2))),
                () -> host.run("revoke", "local.notes@1.0.0", "kind", "version", "reason", "old"),
                () -> host.run("disable", NOTES),
                () -> host.run("uninstall", NOTES),
                () -> host.install(release("1.4.0").epoch(3)));
        for (var step : life) {
            step.run();
            assertSameAsAtOnce();
        }
    }

    @Test
    void a_row_that_is_written_again_does_not_count_and_counts_again_when_it_is_put_back() {
        host.install(release("1.0.0"));
        host.enable(NOTES);
        var envelope = lastEnvelope();
        host.sql("UPDATE consent SET envelope = replace(envelope, 'payload', 'Payload') WHERE envelope = ?", envelope);
        assertEquals(Optional.empty(), enabled(host.trust.read()));
        assertEquals(
                List.of(Code.TRUST_TAMPERED),
                host.trust.problems().stream().map(Refusal::code).toList());
        assertSameAsAtOnce();
        host.sql("UPDATE consent SET envelope = replace(envelope, 'Payload', 'payload')");
        assertEquals(Optional.of("alice"), enabled(host.trust.read()));
        assertEquals(List.of(), host.trust.problems());
        host.sql("DELETE FROM consent WHERE envelope = ?", envelope);
        assertEquals(Optional.empty(), enabled(host.trust.read()));
        assertSameAsAtOnce();
    }

    @Test
    void what_did_not_change_is_not_read_again() {
        host.install(release("1.0.0"));
        var before = host.trust.read();
        assertSame(before.mandates(), host.trust.read().mandates());
        host.enable(NOTES);
        assertNotSame(before.mandates(), host.trust.read().mandates());
    }

    private void assertSameAsAtOnce() {
        var ledger = new Ledger(host.database, new Signatures("this-installation", Operators.in(data)));
        var time = new TrustedTime(InstantSource.system());
        var revocations = RevocationList.in(data, ledger, host.database, time, Duration.ofHours(72));
        var reader = new TrustReader(ledger, revocations, Operators.in(data), Optional.empty(), Optional::empty);
        var atOnce = reader.read();
        var now = host.trust.read();
        assertEquals(atOnce.state(), now.state());
        assertEquals(atOnce.before(), now.before());
        assertEquals(texts(atOnce), texts(now));
        assertEquals(atOnce.tickets(), now.tickets());
        assertEquals(reader.problems().toString(), host.trust.problems().toString());
    }

    /** Which statements decide about each plugin. */
    private static Map<String, String> texts(Trust trust) {
        return trust.mandates().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), entry -> text(entry.getValue())));
    }

    private static String text(Mandate mandate) {
        return mandate.approved().stream()
                        .map(release -> release.consent().digest() + " "
                                + release.enabled().map(by -> by.digest()))
                        .toList()
                + " " + mandate.waiting().isPresent() + mandate.trial().isPresent();
    }

    private static Optional<String> enabled(Trust trust) {
        return trust.mandates().values().stream()
                .flatMap(mandate -> mandate.enabled().stream())
                .map(consent -> consent.operator())
                .findFirst();
    }

    private String lastEnvelope() {
        return host.database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT envelope FROM consent ORDER BY seq DESC LIMIT 1")
                .mapTo(String.class)
                .one());
    }

    private static Pack release(String version) {
        return Pack.code(NOTES, version, "version");
    }

    private String upload(Pack pack) {
        return host.uploads.put(pack.signed(host.operator));
    }
}
