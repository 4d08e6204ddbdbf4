package dev.polar.host.admin;

import dev.polar.adminapi.ArchiveRow;
import dev.polar.adminapi.ArchivesMade;
import dev.polar.adminapi.HoldRow;
import dev.polar.host.audit.Archives;
import dev.polar.host.audit.Archives.Archived;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.LegalHold;
import dev.polar.host.audit.LegalHolds;
import dev.polar.trust.audit.Category;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** What of the log is in files, and what must stay. */
public record KeepingViews(Archives archives, LegalHolds holds, Journal journal) {

    List<ArchiveRow> list() {
        return rows(archives.list(), archived -> "");
    }

    /** Every file read again, whatever was said of it before. */
    List<ArchiveRow> verify() {
        return rows(
                archives.list(), archived -> archives.fault(archived.segment()).orElse(""));
    }

    /** Archives what is whole; what was made now. That it was asked for is a record, and so is each file. */
    ArchivesMade make(Asker asker) {
        journal.append(Draft.of(Category.AUDIT, "archive.make")
                .caller(asker.caller(), asker.auth())
                .allowed());
        return new ArchivesMade(
                rows(archives.make(draft -> draft.caller(asker.caller(), asker.auth())), archived -> ""));
    }

    List<HoldRow> held() {
        return holds.all().stream()
                .map(hold -> new HoldRow(
                        hold.name(),
                        hold.reason(),
                        hold.since().map(Instant::toString).orElse(""),
                        hold.until().map(Instant::toString).orElse(""),
                        hold.placed().toString(),
                        hold.by()))
                .toList();
    }

    private List<ArchiveRow> rows(List<Archived> found, Function<Archived, String> faults) {
        var held = holds.all();
        return found.stream()
                .map(archived -> row(archived, held, faults.apply(archived)))
                .toList();
    }

    private static ArchiveRow row(Archived archived, List<LegalHold> held, String fault) {
        var hold = held.stream()
                .filter(one -> one.covers(archived.since(), archived.until()))
                .map(LegalHold::name)
                .findFirst();
        return new ArchiveRow(
                archived.segment().origin(),
                archived.segment().first(),
                archived.segment().after() - 1,
                archived.since().toString(),
                archived.until().toString(),
                fault.isEmpty() ? archived.pruned() ? "pruned" : "archived" : "damaged",
                hold.orElse(""),
                archived.file().toString(),
                archived.digest(),
                archived.bytes(),
                fault);
    }
}
