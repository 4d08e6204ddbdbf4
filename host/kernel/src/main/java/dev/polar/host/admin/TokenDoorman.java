package dev.polar.host.admin;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.OperatorTokens;
import dev.polar.host.http.Source;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.text.CleanText;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * At the door for operators from afar a token says who it is. Whoever fails too often is not looked at any more for the
 * rest of the minute; failures are on record, of each source once a minute.
 */
final class TokenDoorman implements Doorman {
    private static final int FAILURES_A_MINUTE = 10;
    private static final String BEARER = "Bearer ";

    private final OperatorTokens tokens;
    private final Function<String, Optional<String>> agents;
    private final Journal journal;
    private final Minutes failures;
    private final Minutes refusals;

    /** @param agents the client that holds such a token, good for the other door */
    TokenDoorman(
            OperatorTokens tokens, Function<String, Optional<String>> agents, Journal journal, InstantSource clock) {
        this.tokens = tokens;
        this.agents = agents;
        this.journal = journal;
        this.failures = new Minutes(clock);
        this.refusals = new Minutes(clock);
    }

    @Override
    public Asker admit(Request request) {
        var source = Source.of(request);
        if (failures.count(source) >= FAILURES_A_MINUTE) {
            append(refused(source, Code.RATE_LIMITED));
            throw new Refusal(
                            Code.RATE_LIMITED,
                            "too many tokens from there were none",
                            "try again in a minute, with the right one")
                    .with("retryAfterMillis", Long.toString(failures.millisLeft()));
        }
        if (request.getHeaders().contains(HttpHeader.ORIGIN)) {
            throw new Refusal(
                    Code.ORIGIN_FORBIDDEN, "no web page has business with the operators' door", "use the command line");
        }
        var token = token(request);
        return token.flatMap(tokens::holder)
                .map(operator -> new Asker.Remote(operator.name(), operator.role()))
                .orElseThrow(() -> unknown(source, token));
    }

    private static Optional<String> token(Request request) {
        var headers = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
        return Optional.of(headers)
                .filter(list -> list.size() == 1 && list.getFirst().startsWith(BEARER))
                .map(list -> list.getFirst().substring(BEARER.length()).strip());
    }

    private Refusal unknown(String source, Optional<String> token) {
        failures.add(source);
        var draft = refused(source, Code.TOKEN_UNKNOWN);
        append(token.flatMap(agents)
                .map(client -> draft.caller(new Caller.Client(client), "token"))
                .orElse(draft));
        return new Refusal(
                Code.TOKEN_UNKNOWN,
                "that is no token of an operator's here, or not any more",
                "an operator makes one on the host's machine: polar operator token NAME");
    }

    @Override
    public void overreached(Asker asker, String path) {
        if (refusals.add(asker.name() + " " + path) == 1) {
            append(Draft.of(Category.CLIENT, "operator.route")
                    .caller(asker.caller(), asker.auth())
                    .denied(Code.OPERATOR_REQUIRED)
                    .fact("path", CleanText.line(path)));
        }
    }

    private static Draft refused(String source, Code why) {
        return Draft.of(Category.CLIENT, "operator.authenticate").denied(why).personalFact("source", source);
    }

    private void append(Draft draft) {
        try {
            journal.refused(draft);
        } catch (Refusal unavailable) {
            // It is refused either way.
        }
    }
}
