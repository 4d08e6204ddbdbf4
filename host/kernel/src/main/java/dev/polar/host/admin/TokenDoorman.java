package dev.polar.host.admin;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.OperatorTokens;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.text.CleanText;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * At the door for operators from afar a token says who it is. Whoever fails too often is not looked at any more for the
 * rest of the minute; the first failure of each source in a minute is on record.
 */
final class TokenDoorman implements Doorman {
    private static final int FAILURES_A_MINUTE = 10;
    private static final String BEARER = "Bearer ";
    private static final int IPV6_NETWORK_BYTES = 8;

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
        var source = source(request);
        if (failures.count(source) >= FAILURES_A_MINUTE) {
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
        if (failures.add(source) == 1) {
            var draft = Draft.of(Category.CLIENT, "operator.authenticate")
                    .denied(Code.TOKEN_UNKNOWN)
                    .personalFact("source", source);
            append(token.flatMap(agents)
                    .map(client -> draft.caller(new Caller.Client(client), "token"))
                    .orElse(draft));
        }
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

    private void append(Draft draft) {
        try {
            journal.append(draft);
        } catch (Refusal unavailable) {
            // It is refused either way.
        }
    }

    /** An address, or of IPv6 the network that one customer has for themselves. */
    private static String source(Request request) {
        var from = request.getConnectionMetaData().getRemoteSocketAddress();
        if (!(from instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return "unknown";
        }
        var bytes = socket.getAddress().getAddress();
        return bytes.length == 4
                ? socket.getAddress().getHostAddress()
                : HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES)) + "::/64";
    }
}
