package dev.polar.host.consent;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code operator.token NAME} with {@code hash}, {@code sha256:<hex>} of a token that the command line made and keeps, and
 * {@code days} (default 30, at most 90); it takes the place of the one before. {@code operator.untoken NAME}, from which
 * moment on it is refused.
 */
public final class ChangingTokens implements Change {
    static final String ADD = "operator.token";
    static final String REMOVE = "operator.untoken";

    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int MOST_DAYS = 90;

    private final String action;
    private final Operators operators;
    private final OperatorTokens tokens;
    private final Journal journal;

    private ChangingTokens(String action, Operators operators, OperatorTokens tokens, Journal journal) {
        this.action = action;
        this.operators = operators;
        this.tokens = tokens;
        this.journal = journal;
    }

    /** Both changes. */
    public static List<Change> changes(Operators operators, OperatorTokens tokens, Journal journal) {
        return List.of(
                new ChangingTokens(ADD, operators, tokens, journal),
                new ChangingTokens(REMOVE, operators, tokens, journal));
    }

    @Override
    public String action() {
        return action;
    }

    @Override
    public Prepared prepare(Request request) {
        var name = request.object();
        var operator = operators
                .pinned()
                .named(name)
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        "nobody called '" + CleanText.line(name) + "' is an operator",
                        "polar operator list"));
        var body = StrictJson.provider().createObjectBuilder().add("operator", name);
        var before = tokens.until(operator);
        if (action.equals(REMOVE)) {
            if (before.isEmpty()) {
                throw new Refusal(Code.NOT_FOUND, "operator '" + name + "' has no token", "polar operator list");
            }
            return new Prepared(object(name), body.build(), true, List.of());
        }
        body.add("key", operator.key().id().hex()).add("hash", hash(request)).add("days", days(request));
        var notes = before.map(until -> List.of("in place of the one that is good until " + until))
                .orElse(List.of());
        return new Prepared(object(name), body.build(), true, notes);
    }

    private static String object(String name) {
        return "operator-token:" + name;
    }

    private static String hash(Request request) {
        var hash = request.with().getOrDefault("hash", "");
        if (!HASH.matcher(hash).matches()) {
            throw new Refusal(
                    Code.REQUEST_INVALID, "a token is told by its hash, sha256:<hex>", "polar operator token NAME");
        }
        return hash;
    }

    private static int days(Request request) {
        var text = request.with().getOrDefault("days", "30");
        if (!text.matches("[1-9][0-9]?") || Integer.parseInt(text) > MOST_DAYS) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "a token is good for 1 to " + MOST_DAYS + " days, not '" + CleanText.line(text) + "'",
                    "--days 30");
        }
        return Integer.parseInt(text);
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var name = consent.body().getString("operator");
        journal.append(
                Draft.of(Category.TRUST, action)
                        .caller(new Caller.Operator(consent.operator()), "operator-key")
                        .allowed()
                        .fact("operator", name)
                        .fact("consent", consent.digest().toString()),
                consent::stored);
        return action.equals(ADD)
                ? new Done(
                        "operator " + name + " may come in from afar for "
                                + consent.body().getInt("days") + " days",
                        Map.of("operator", name),
                        List.of())
                : new Done("the token of operator " + name + " is refused from now on", Map.of(), List.of());
    }
}
