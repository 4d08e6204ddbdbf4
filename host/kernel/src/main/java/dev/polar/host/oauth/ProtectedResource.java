package dev.polar.host.oauth;

import dev.polar.host.http.Answer;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What clients are told to get a token: metadata (RFC 9728, section 3), for everybody who asks, and a challenge that says
 * where those are (section 5.1).
 */
public final class ProtectedResource {
    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";
    private static final String RESOURCE = "/mcp";

    private final Supplier<String> address;
    private final List<URI> issuers;
    private final List<String> scopes;

    /** @param address of the host, once it is known: {@code https://host:port} */
    public ProtectedResource(Supplier<String> address, List<URI> issuers, List<String> scopes) {
        this.address = address;
        this.issuers = List.copyOf(issuers);
        this.scopes = List.copyOf(scopes);
    }

    /** What tokens have to be for. */
    public String resource() {
        return address.get().isEmpty() ? "" : address.get() + RESOURCE;
    }

    /** Where the metadata are: for the endpoint, and at the root for clients that look there. */
    public Map<String, Handler> handlers() {
        return Map.of(WELL_KNOWN + RESOURCE, new Metadata(), WELL_KNOWN, new Metadata());
    }

    /**
     * What {@code WWW-Authenticate} says.
     *
     * @param error a code of RFC 6750, section 3.1, and what it is about; empty for who brought nothing
     */
    public String challenge(Map<String, String> error) {
        var said = new TreeMap<>(error);
        said.put("resource_metadata", address.get() + WELL_KNOWN + RESOURCE);
        if (!scopes.isEmpty()) {
            said.put("scope", String.join(" ", scopes));
        }
        var challenge = new StringBuilder("Bearer realm=\"polar\"");
        said.forEach((name, value) -> challenge
                .append(", ")
                .append(name)
                .append("=\"")
                .append(value.replaceAll("[^\\x20-\\x7E]|[\"\\\\]", "?"))
                .append('"'));
        return challenge.toString();
    }

    private byte[] document() {
        var json = StrictJson.provider();
        var document = json.createObjectBuilder()
                .add("resource", resource())
                .add("resource_name", "Polar")
                .add(
                        "authorization_servers",
                        json.createArrayBuilder(
                                issuers.stream().map(URI::toString).toList()))
                .add("bearer_methods_supported", json.createArrayBuilder(List.of("header")));
        Optional.of(scopes)
                .filter(some -> !some.isEmpty())
                .ifPresent(some -> document.add("scopes_supported", json.createArrayBuilder(some)));
        return Canonical.text(document.build()).getBytes(StandardCharsets.UTF_8);
    }

    private final class Metadata extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
                Answer.json(response, callback, 200, document());
            } else {
                response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
                Answer.empty(response, callback, 405);
            }
            return true;
        }
    }
}
