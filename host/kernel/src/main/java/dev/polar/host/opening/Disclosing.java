package dev.polar.host.opening;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Found;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.Openings;
import dev.polar.host.audit.PastRecords;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Opening;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code disclose RECORD} with {@code field} or none for all: tells what commitments of a record hide, with the salts that
 * prove it. Who wanted to know is signed and on record before it is told.
 */
public final class Disclosing implements Change {
    static final String ACTION = "disclose";

    private final PastRecords records;
    private final Openings openings;
    private final Journal journal;

    public Disclosing(PastRecords records, Openings openings, Journal journal) {
        this.records = records;
        this.openings = openings;
        this.journal = journal;
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    public Category category() {
        return Category.AUDIT;
    }

    @Override
    public Prepared prepare(Request request) {
        var found = records.one(request.object());
        var fields = fields(found, request.with().getOrDefault("field", ""));
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("record", name(found))
                .add("fields", StrictJson.provider().createArrayBuilder(fields))
                .build();
        return new Prepared("record:" + name(found), body, true, List.of());
    }

    private List<String> fields(Found found, String wanted) {
        var hidden = openings.of(found).stream().map(Opening::field).toList();
        if (hidden.isEmpty()) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    "record " + records.place(found) + " hides nothing, or what it hid was erased",
                    "polar audit list --action redact shows what was erased, and why");
        }
        if (!wanted.isEmpty() && !hidden.contains(wanted)) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    "record " + records.place(found) + " hides nothing in '" + CleanText.line(wanted) + "'",
                    "it does in " + String.join(", ", hidden));
        }
        return wanted.isEmpty() ? hidden : List.of(wanted);
    }

    /** {@code ORIGIN/NUMBER}: the same whoever says it. */
    static String name(Found found) {
        return found.origin() + "/" + found.record().position().seq();
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var fields = consent.body().getJsonArray("fields").getValuesAs(JsonString::getString);
        var name = consent.body().getString("record");
        journal.append(
                Draft.of(Category.AUDIT, ACTION)
                        .caller(new Caller.Operator(consent.operator()), "operator-key")
                        .allowed()
                        .fact("record", name)
                        .fact("fields", consent.body().getJsonArray("fields"))
                        .fact("consent", consent.digest().toString()),
                consent::stored);
        var told = new TreeMap<String, String>();
        openings.of(records.one(consent.statement().request().object())).stream()
                .filter(opening -> fields.contains(opening.field()))
                .forEach(opening -> told.put(opening.field(), json(opening)));
        return new Done("record " + name, told, List.of());
    }

    /** All that it takes to compute the commitment again. */
    private static String json(Opening opening) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("field", opening.field())
                .add("salt", HexFormat.of().formatHex(opening.salt()))
                .add("value", new String(opening.value(), StandardCharsets.UTF_8))
                .add("commitment", opening.commitment().digest().hex())
                .build()
                .toString();
    }
}
