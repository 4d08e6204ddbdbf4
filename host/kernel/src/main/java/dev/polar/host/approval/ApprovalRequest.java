package dev.polar.host.approval;

import dev.polar.host.snapshot.PluginFacts;
import dev.polar.runtime.Call;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One call that has to be approved.
 *
 * @param digest binds content digest, kind of target, target, canonical arguments, callers and session: an approval fits nothing else
 * @param plugin {@code name version}
 * @param arguments canonical JSON
 * @param caller who asks, {@code plugin:acme.notes for client:claude}
 */
public record ApprovalRequest(
        Digest digest,
        String target,
        String plugin,
        String content,
        String arguments,
        String caller,
        String session,
        Demand demand) {

    /** The request for exactly this call of exactly this content. */
    public static ApprovalRequest of(
            Call call, PluginFacts facts, List<String> callers, byte[] canonicalArguments, Demand demand) {
        var arguments = new String(canonicalArguments, StandardCharsets.UTF_8);
        var caller = String.join(" for ", callers);
        var bound = StrictJson.provider()
                .createObjectBuilder()
                .add("content", facts.digest())
                .add("kind", call.target().kind().name())
                .add("target", call.target().toString())
                .add("arguments", arguments)
                .add("caller", caller)
                .add("session", call.session())
                .build();
        return new ApprovalRequest(
                Digest.of(Canonical.bytes(bound)),
                call.target().toString(),
                facts.plugin() + " " + facts.version(),
                facts.digest(),
                arguments,
                caller,
                call.session(),
                demand);
    }
}
