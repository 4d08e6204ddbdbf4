package dev.polar.host.policy;

import dev.polar.host.policy.Opinion.Effect;
import dev.polar.spi.Refusal;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One call, made up by an operator, and what a policy is to say to it:
 *
 * <pre>
 * cases:
 *   - name: nobody deletes
 *     caller: client:claude           # or a list: plugins in between first, whoever it is for last
 *     target: acme.github/delete_repo
 *     arguments: {repo: polar}        # what follows is optional
 *     effect: write                   # read, write, external, irreversible
 *     reads: false                    # what the host counts it as
 *     labels: [untrusted]
 *     kind: tool                      # tool, skill, send
 *     level: community
 *     session: demo
 *     time: 2026-12-24T18:00:00Z
 *     expect: deny
 *     rule: no-deletes
 * </pre>
 *
 * @param rule that is to decide, if that matters
 */
record PolicyCase(String name, Question question, Effect expected, Optional<String> rule) {
    private static final Set<String> KEYS = Set.of(
            "name",
            "caller",
            "target",
            "arguments",
            "effect",
            "reads",
            "labels",
            "kind",
            "level",
            "session",
            "time",
            "expect",
            "rule");
    private static final int MOST_CASES = 1_000;

    /** @throws Refusal {@code POLICY_INVALID} naming the case and the key */
    static List<PolicyCase> read(String yaml, InstantSource clock) {
        var file = YamlText.read("the file of cases", yaml).only(Set.of("cases"));
        var cases = new ArrayList<PolicyCase>();
        for (var section : file.list("cases", "case")) {
            cases.add(read(section, clock.instant()));
        }
        if (cases.size() > MOST_CASES) {
            throw file.wrong("cases", "a list of at most " + MOST_CASES);
        }
        return cases;
    }

    private static PolicyCase read(Section written, Instant now) {
        var name = written.text("name").orElse(written.name());
        var section = written.called("case '" + name + "' (line " + written.line() + ")")
                .only(KEYS);
        return new PolicyCase(name, question(section, now), expected(section), section.text("rule"));
    }

    private static Effect expected(Section section) {
        return switch (section.text("expect").orElse("")) {
            case "allow" -> Effect.ALLOW;
            case "ask" -> Effect.ASK;
            case "deny" -> Effect.DENY;
            default -> throw section.wrong("expect", "allow, ask or deny");
        };
    }

    private static Question question(Section section, Instant now) {
        var target = section.text("target")
                .filter(text -> text.indexOf('/') > 0)
                .orElseThrow(() -> section.wrong("target", "PLUGIN/TOOL"));
        var callers = section.texts("caller");
        if (callers.isEmpty() || !callers.stream().allMatch(caller -> caller.indexOf(':') > 0)) {
            throw section.wrong("caller", "KIND:NAME, such as client:claude");
        }
        var effect = word(section, "effect", "write", Set.of("read", "write", "external", "irreversible"));
        var level =
                word(section, "level", "community", Set.of("core", "verified", "local", "community", "remote", "dev"));
        return new Question(
                callers,
                target,
                word(section, "kind", "tool", Set.of("tool", "skill", "send", "prompt", "resource", "completion")),
                effect,
                section.flag("reads").orElse(false),
                new Question.Plugin(target.substring(0, target.indexOf('/')), "", "", level, ""),
                section.text("session").orElse("test"),
                Set.copyOf(section.texts("labels")),
                channel(callers.getLast()),
                section.text("time").map(text -> time(section, text)).orElse(now),
                section.section("arguments").map(YamlJson::object).orElse(JsonValue.EMPTY_JSON_OBJECT));
    }

    private static String word(Section section, String key, String otherwise, Set<String> words) {
        var word = section.text(key).orElse(otherwise);
        if (!words.contains(word)) {
            throw section.wrong(key, "one of " + words.stream().sorted().toList());
        }
        return word;
    }

    private static Instant time(Section section, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw section.wrong("time", "such as 2026-12-24T18:00:00Z");
        }
    }

    /** The room that a caller of the form {@code channel:kind:account:room:user} is in. */
    private static Optional<Question.Channel> channel(String caller) {
        var parts = caller.split(":", 5);
        return parts.length == 5 && parts[0].equals("channel")
                ? Optional.of(new Question.Channel(parts[1], parts[2], parts[3]))
                : Optional.empty();
    }

    CaseResult tried(Policy policy) {
        var opinion = policy.judge(question);
        boolean passed =
                opinion.effect() == expected && rule.map(opinion.rule()::equals).orElse(true);
        return new CaseResult(
                name,
                question.target(),
                word(expected) + rule.map(id -> " by " + id).orElse(""),
                word(opinion.effect()) + " by " + opinion.rule(),
                opinion.failed(),
                passed);
    }

    private static String word(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }
}
