package dev.polar.host.gate;

import dev.polar.host.snapshot.Offered;
import dev.polar.runtime.Answer;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import java.util.Map;

/** Contract out: a structured answer fits the approved output schema; nothing is larger than a caller can take. */
final class Results {
    private final Redaction redaction;

    Results(Redaction redaction) {
        this.redaction = redaction;
    }

    /** A refusal without the secrets of the plugin that caused it. */
    Refusal redacted(Offered offered, Refusal why) {
        return redaction.redacted(offered.target().plugin(), why);
    }

    Answer seal(Offered offered, Answer said) {
        var answer = redaction.redacted(offered.target().plugin(), said);
        requireContract(offered, answer);
        return answer;
    }

    /**
     * Holds an answer against what an operator lets its server say at once.
     *
     * @param most bytes of canonical JSON
     * @throws Refusal {@code RESULT_INVALID}
     */
    static void requireSize(String server, long most, Answer answer) {
        if (most == Long.MAX_VALUE) {
            return;
        }
        long bytes = Canonical.bytes(answer.content()).length
                + answer.structured().map(json -> Canonical.bytes(json).length).orElse(0);
        if (bytes > most) {
            throw new Refusal(
                    Code.RESULT_INVALID,
                    server + " answered with " + bytes + " bytes, and the policy lets it answer with " + most,
                    "ask for less at once; 'answer' of limits.servers in the policy says how much it may be",
                    Map.of("rule", "limits.servers"));
        }
    }

    /** @throws Refusal {@code RESULT_INVALID} if the answer does not fit what was approved */
    void requireContract(Offered offered, Answer answer) {
        if (!(offered instanceof Offered.Tool tool) || tool.output().isEmpty() || answer.error()) {
            return;
        }
        var structured = answer.structured()
                .orElseThrow(() -> invalid(offered, "there is no structured answer", "", "required"));
        tool.output().get().check(structured).ifPresent(violation -> {
            throw invalid(offered, violation.message(), violation.path(), violation.rule());
        });
    }

    private static Refusal invalid(Offered offered, String message, String path, String rule) {
        return new Refusal(
                Code.RESULT_INVALID,
                "the answer of " + offered.target() + " breaks its contract" + (path.isEmpty() ? "" : " at " + path)
                        + ": " + message,
                "report it to the plugin's author",
                Map.of("path", path, "rule", rule));
    }
}
