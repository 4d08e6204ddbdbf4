package dev.polar.trust.permission;

import java.util.List;

/**
 * Asking the client behind a call while it runs: an MCP server's own requests (specification, "Client Features"). What
 * comes back is input, and approves nothing.
 *
 * @param what {@code elicitation} (input of the person there), {@code sampling} (an answer of their model) or {@code roots}
 *     (which folders they work in)
 */
public record ClientAsk(String what) implements Access {
    private static final List<String> KNOWN = List.of("elicitation", "sampling", "roots");

    static ClientAsk read(Selector selector) {
        if (!KNOWN.contains(selector.text())) {
            throw selector.refused(0, "clients are asked for one of " + String.join(", ", KNOWN));
        }
        return new ClientAsk(selector.text());
    }

    @Override
    public String kind() {
        return "client.ask";
    }

    @Override
    public String selector() {
        return what;
    }
}
