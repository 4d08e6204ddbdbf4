package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.audit.AuditField;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.AuditQuery;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Openings;
import dev.polar.host.audit.PastRecords;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A secret said in every field of a record, in every form that programs write. */
class MaskedRecordsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String CANARY = "canary/9f3c+\"=ä";

    @TempDir
    Path data;

    @TempDir
    Path export;

    private Database database;
    private PostgresJournal journal;

    @BeforeEach
    void a_journal_that_knows_the_secret() {
        database = DATABASE.reopened();
        var mask = SecretMask.of(List.of(Map.entry("canary-token", CANARY)));
        journal = PostgresJournal.open(
                database, data, MasterKey.in(data), Duration.ofSeconds(5), InstantSource.system(), mask::masked);
    }

    @AfterEach
    void close() {
        journal.close();
        database.close();
    }

    @Test
    void no_record_no_opening_no_column_and_no_export_holds_a_secret() throws IOException {
        for (var form : forms()) {
            var said = "it is " + form + ".";
            journal.append(Draft.of(Category.CALL, "call")
                    .caller(new Caller.ChannelUser("web", said, said, said), said)
                    .session(said)
                    .channel("web", said, said, Optional.of(said))
                    .plugin(said)
                    .tool(said)
                    .approval(said)
                    .policy(said, said)
                    .arguments(Canonical.text(text(said)))
                    .result(Canonical.text(StrictJson.provider()
                            .createObjectBuilder()
                            .add(said, text(said))
                            .build()))
                    .permissionsUsed(List.of(said))
                    .delta(StrictJson.provider().createArrayBuilder().add(said).build())
                    .fact(said, said)
                    .personalFact("why", said)
                    .denied(Code.TOOL_FAILED));
        }
        var read = new ArrayList<String>();
        var records = new PastRecords(database, journal);
        var openings = new Openings(database, journal);
        for (var found : records.page(AuditQuery.newest(100).and(AuditField.ACTION, "call"))) {
            read.add(new String(found.record().bytes(), StandardCharsets.UTF_8));
            for (var opening : openings.of(found)) {
                read.add(new String(opening.value(), StandardCharsets.UTF_8));
            }
        }
        assertEquals(forms().size() * 7, read.size(), "six openings of each record");
        read.addAll(database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT r::text FROM audit_record r")
                .mapTo(String.class)
                .list()));
        new AuditLog(database, journal).export(export, Optional.empty(), Optional.empty());
        try (var files = Files.list(export)) {
            for (var file : files.toList()) {
                read.add(Files.readString(file));
            }
        }
        var all = String.join("\n", read);
        assertTrue(all.contains("[secret:canary-token]"));
        for (var form : forms()) {
            assertEquals(-1, all.indexOf(form), form);
            assertEquals(-1, all.indexOf(HexFormat.of().formatHex(form.getBytes(StandardCharsets.UTF_8))), form);
        }
    }

    private static JsonString text(String said) {
        return StrictJson.provider().createValue(said);
    }

    private static List<String> forms() {
        var bytes = CANARY.getBytes(StandardCharsets.UTF_8);
        var hex = HexFormat.of().formatHex(bytes);
        return List.of(
                CANARY,
                URLEncoder.encode(CANARY, StandardCharsets.UTF_8),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                hex,
                HexFormat.of().withUpperCase().formatHex(bytes));
    }
}
