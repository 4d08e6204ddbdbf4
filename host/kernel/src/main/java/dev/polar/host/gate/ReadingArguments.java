package dev.polar.host.gate;

import dev.polar.host.snapshot.Offered;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import java.util.Map;
import java.util.Optional;

/** Arguments are I-JSON, not too large, and fit the approved input schema; what runs is parsed from their canonical bytes. */
final class ReadingArguments implements Stage {
    private static final int MAX_BYTES = 1 << 20;

    @Override
    public String name() {
        return "contract in";
    }

    @Override
    public Optional<Refusal> check(Passage passage) {
        var call = passage.call();
        try {
            StrictJson.requireIJson(call.arguments());
            var bytes = Canonical.bytes(call.arguments());
            if (bytes.length > MAX_BYTES) {
                return Optional.of(
                        invalid("the arguments have " + bytes.length + " bytes, more than 1 MiB", "", "size"));
            }
            var parsed = StrictJson.object(bytes, StrictJson.Limits.bytes(MAX_BYTES));
            passage.read(call.with(parsed), bytes);
        } catch (JsonFault fault) {
            return Optional.of(invalid("the arguments are not I-JSON: " + fault.getMessage(), "", "i-json"));
        }
        return passage.offered() instanceof Offered.Tool tool
                ? tool.input()
                        .check(passage.call().arguments())
                        .map(violation -> invalid(
                                "the arguments break the contract of " + call.target() + " at "
                                        + (violation.path().isEmpty() ? "the top" : violation.path()) + ": "
                                        + violation.message(),
                                violation.path(),
                                violation.rule()))
                : Optional.empty();
    }

    private static Refusal invalid(String message, String path, String rule) {
        return new Refusal(
                Code.ARGUMENTS_INVALID,
                message,
                "polar tools --json shows the input schema",
                Map.of("path", path, "rule", rule));
    }
}
