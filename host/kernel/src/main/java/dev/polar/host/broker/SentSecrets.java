package dev.polar.host.broker;

import dev.polar.spi.Code;
import dev.polar.spi.HttpReply;
import dev.polar.spi.Refusal;
import dev.polar.spi.SecretRef;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts secrets into a request, if it goes to exactly the host and port each was set for and nobody can read along. Parts
 * of an answer and packed answers are refused with it: a mask does not find a value in pieces.
 */
final class SentSecrets {
    private final Owner owner;
    private final BrokeredSecrets secrets;
    private final KeptSecrets kept;
    private final SecretUse use;

    SentSecrets(Owner owner, BrokeredSecrets secrets, KeptSecrets kept, SecretUse use) {
        this.owner = owner;
        this.secrets = secrets;
        this.kept = kept;
        this.use = use;
    }

    SecretMask mask() {
        return kept.maskFor(owner);
    }

    /** @throws Refusal {@code PERMISSION_DENIED}, {@code SECRET_MISSING} or {@code SECRET_INVALID} */
    Outgoing put(Outgoing request, List<SecretRef> names) {
        var carrying = request;
        for (var name : names.stream().map(SecretRef::name).distinct().toList()) {
            var secret = secrets.sent(name);
            requireAudience(secret.terms(), request);
            carrying = with(carrying, secret);
            use.note(secret.terms(), "secret.use");
        }
        return carrying;
    }

    void requireReadable(HttpReply reply, List<SecretRef> names) {
        if (!names.isEmpty()
                && reply.headers().getOrDefault("content-encoding", List.of()).stream()
                        .anyMatch(coding -> !coding.equalsIgnoreCase("identity"))) {
            throw RequestRules.refused("the answer is packed, so a secret in it could not be masked", "");
        }
    }

    private static void requireAudience(SecretTerms terms, Outgoing request) {
        if (!terms.audience().equals(request.to().audience()) || !request.to().secret()) {
            throw new Refusal(
                    Code.SECRET_INVALID,
                    "secret '" + terms.name() + "' is for " + terms.audience() + " over HTTPS, not for "
                            + (request.to().tls() ? "https://" : "http://") + request.to(),
                    "polar secret set " + terms.name() + " --for HOST changes where it goes",
                    Map.of("secret", terms.name(), "audience", terms.audience().toString()));
        }
    }

    private static Outgoing with(Outgoing request, Secret secret) {
        if (request.headers().keySet().stream().anyMatch("range"::equalsIgnoreCase)) {
            throw RequestRules.refused("a request with a secret asks for the whole answer", "leave out Range");
        }
        return switch (secret.terms().placement()) {
            case SecretPlacement.Header(var name) -> {
                var headers = new LinkedHashMap<>(request.headers());
                if (headers.keySet().removeIf(name::equalsIgnoreCase)) {
                    throw RequestRules.refused(
                            "the request sets " + name + ", where secret '"
                                    + secret.terms().name() + "' goes",
                            "leave out that header");
                }
                headers.put(name, secret.value());
                yield new Outgoing(request.method(), request.to(), request.target(), headers, request.body());
            }
            case SecretPlacement.Environment environment ->
                throw new Refusal(
                        Code.SECRET_INVALID,
                        "secret '" + secret.terms().name() + "' is set for the environment of processes, and has no"
                                + " place in a request",
                        "polar secret set " + secret.terms().name() + " --in header:Authorization",
                        Map.of("secret", secret.terms().name()));
            case SecretPlacement.Query(var name) -> {
                var parameter = name + "=" + URLEncoder.encode(secret.value(), StandardCharsets.UTF_8);
                var target = request.target() + (request.target().contains("?") ? "&" : "?") + parameter;
                yield new Outgoing(request.method(), request.to(), target, request.headers(), request.body());
            }
        };
    }
}
