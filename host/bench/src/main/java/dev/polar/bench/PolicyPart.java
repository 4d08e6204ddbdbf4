package dev.polar.bench;

import dev.polar.host.policy.Policy;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.policy.Question;
import dev.polar.trust.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What policy costs a call, alone and in the gate. */
final class PolicyPart {
    private static final int WARM_UP = 50_000;
    private static final int TIMES = 200_000;
    private static final int TIMES_IN_GATE = 50_000;
    private static final String CONDITION = "arguments.path.startsWith(\"notes/\") && arguments.n < 100";
    private static final Question QUESTION = new Question(
            List.of("client:bench"),
            "acme.files/write",
            "tool",
            "write",
            false,
            new Question.Plugin("acme.files", "1.0.0", "sha256:" + "0".repeat(64), "local", "declared"),
            "client:bench",
            Set.of(),
            Optional.empty(),
            Instant.EPOCH,
            StrictJson.object(
                    "{\"path\":\"notes/today.txt\",\"n\":1}".getBytes(StandardCharsets.UTF_8),
                    StrictJson.Limits.bytes(10_000)));

    private PolicyPart() {}

    /** @param yaml that lets the bench's own call through, or nothing if it would be asked */
    private record Row(String what, String yaml, boolean allows) {}

    static String run(Path scratch) throws Exception {
        var page = new Page(
                "Policy", "rules", "judging alone, p50 µs", "p99 µs", "a call through the gate, p50 µs", "p99 µs");
        for (var row : rows()) {
            var alone = alone(PolicyFile.read(1, row.yaml()));
            var gate = row.allows() ? Optional.of(inGate(row.yaml(), scratch)) : Optional.<Samples>empty();
            page.row(
                    row.what(),
                    Samples.number(alone.median()),
                    Samples.number(alone.percentile(99)),
                    gate.map(samples -> Samples.number(samples.median())).orElse("asks"),
                    gate.map(samples -> Samples.number(samples.percentile(99))).orElse("asks"));
        }
        return page.say("One thread; judged " + TIMES + " times alone, and " + TIMES_IN_GATE
                        + " calls through a gate whose journal keeps nothing, each after a warm-up. Each figure holds one look"
                        + " at the clock.")
                .toString();
    }

    private static List<Row> rows() {
        var allow = "  - {id: all, effect: allow, target: 'acme.files/*'}\n";
        return List.of(
                new Row("none", "rules: []", false),
                new Row("1", "rules:\n" + allow, true),
                new Row(
                        "1, with a condition on arguments",
                        "rules:\n  - {id: all, effect: allow, target: 'acme.files/*', when: '" + CONDITION + "'}\n",
                        true),
                new Row(
                        "100, of which one is about the call",
                        "rules:\n" + many(i -> "acme.p" + i + "/*", "") + allow,
                        true),
                new Row(
                        "100 about the call, for other callers",
                        "rules:\n" + many(i -> "acme.files/*", ", caller: 'client:other*'") + allow,
                        true),
                new Row(
                        "100 about the call, each with a condition that is false",
                        "rules:\n" + many(i -> "acme.files/*", ", when: \"arguments.n == 5\"") + allow,
                        true));
    }

    private static String many(IntFunction<String> target, String more) {
        return IntStream.range(0, 99)
                .mapToObj(i -> "  - {id: r" + i + ", effect: " + (i % 2 == 0 ? "deny" : "ask") + ", target: '"
                        + target.apply(i) + "'" + more + "}\n")
                .collect(Collectors.joining());
    }

    private static Samples alone(Policy policy) {
        var sink = new ArrayList<Object>(1);
        for (int i = 0; i < WARM_UP; i++) {
            sink.add(policy.judge(QUESTION));
            sink.clear();
        }
        var micros = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            sink.add(policy.judge(QUESTION));
            micros[i] = (System.nanoTime() - start) / 1e3;
            sink.clear();
        }
        return new Samples(micros);
    }

    private static Samples inGate(String yaml, Path scratch) throws Exception {
        var data = Files.createTempDirectory(scratch, "policy-");
        try (var gate = new BenchGate("none", yaml, data, scratch.resolve("cache"))) {
            for (int i = 0; i < WARM_UP; i++) {
                gate.call();
            }
            var micros = new double[TIMES_IN_GATE];
            for (int i = 0; i < TIMES_IN_GATE; i++) {
                long start = System.nanoTime();
                gate.call();
                micros[i] = (System.nanoTime() - start) / 1e3;
            }
            return new Samples(micros);
        }
    }
}
