package dev.polar.host.replay;

import dev.polar.spi.Caller;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges calls the simple way: every rule, every condition by hand, and what is not known both ways. */
record Oracle(List<Rule> rules) {
    private static final List<String> ORDER = List.of("allow", "ask", "deny");
    private static final List<String> TARGETS = List.of(
            "acme.files/*", "*/irreversible", "acme.mail/external", "*", "polar.*/read", "acme.*/write", "*/w*e");
    private static final List<String> CALLERS = List.of(
            "*",
            "*",
            "client:*",
            "client:a",
            "channel:web:main:ops:*",
            "plugin:polar.notes",
            "operator:*",
            "schedule:*");

    /** A condition in both languages; by hand it is null where it cannot be evaluated. */
    record When(String cel, boolean onArguments, Function<Seen, @Nullable Boolean> byHand) {}

    private static final List<When> WHENS = List.of(
            new When("true", false, seen -> true),
            new When(
                    "arguments.n > 50",
                    true,
                    seen -> seen.arguments().get("n") instanceof JsonNumber n ? n.intValue() > 50 : null),
            new When(
                    "arguments.path.startsWith(\"/etc\")",
                    true,
                    seen -> seen.arguments().get("path") instanceof JsonString path
                            ? path.getString().startsWith("/etc")
                            : null),
            new When("has(arguments.path)", true, seen -> seen.arguments().containsKey("path")),
            new When("level == \"community\"", false, seen -> seen.level().equals("community")),
            new When("effect == \"irreversible\"", false, seen -> seen.effect().equals("irreversible")),
            new When("kind == \"tool\" && !reads", false, seen -> !seen.effect().equals("read")),
            new When("session.endsWith(\"7\")", false, seen -> seen.session().endsWith("7")),
            new When("callers.size() > 1", false, seen -> seen.callers().size() > 1),
            new When("channel.room == \"ops\"", false, seen -> seen.room().equals("ops")),
            new When(
                    "plugin.name != \"acme.files\"",
                    false,
                    seen -> !seen.target().startsWith("acme.files/")));

    record Rule(String id, String effect, String target, String caller, When when) {}

    /** A call, as whoever made it knows it. */
    record Seen(String target, String level, Caller caller, String session, JsonObject arguments) {
        String effect() {
            return target.substring(target.indexOf('/') + 1);
        }

        List<String> callers() {
            var callers = new ArrayList<String>();
            var at = caller;
            while (at instanceof Caller.OtherPlugin(var plugin, var behalf)) {
                callers.add("plugin:" + plugin);
                at = behalf;
            }
            callers.add(
                    switch (at) {
                        case Caller.Client client -> "client:" + client.name();
                        case Caller.Operator operator -> "operator:" + operator.name();
                        case Caller.ChannelUser user ->
                            "channel:" + String.join(":", user.kind(), user.account(), user.room(), user.user());
                        case Caller.Schedule schedule -> "schedule:" + schedule.plugin() + ":" + schedule.schedule();
                        case Caller.OtherPlugin plugin -> throw new AssertionError();
                    });
            return callers;
        }

        String room() {
            var at = caller;
            while (at instanceof Caller.OtherPlugin(var plugin, var behalf)) {
                at = behalf;
            }
            return at instanceof Caller.ChannelUser user ? user.room() : "";
        }
    }

    static Oracle random(Random random) {
        return random(random, ORDER, List.of());
    }

    /** Mostly allowing: what is asked costs a host many times what is not. */
    static Oracle mild(Random random) {
        var all = new Rule("all", "allow", "*", "*", WHENS.getFirst());
        return random(random, List.of("allow", "deny", "deny", "ask"), List.of(all));
    }

    private static Oracle random(Random random, List<String> effects, List<Rule> first) {
        var rules = new ArrayList<>(first);
        for (int i = 0; i < 12; i++) {
            rules.add(new Rule(
                    "r" + i, pick(effects, random), pick(TARGETS, random), pick(CALLERS, random), pick(WHENS, random)));
        }
        return new Oracle(rules);
    }

    static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    String yaml() {
        return rules.stream()
                .map(rule -> "  - {id: %s, effect: %s, target: '%s', caller: '%s', when: '%s'}\n"
                        .formatted(
                                rule.id(),
                                rule.effect(),
                                rule.target(),
                                rule.caller(),
                                rule.when().cel()))
                .collect(Collectors.joining("", "rules:\n", ""));
    }

    String judge(Seen seen) {
        return strictest(rules.stream().filter(rule -> matches(rule, seen)), seen);
    }

    /** What may be said if the arguments may be anything. */
    Set<String> judgeWithoutArguments(Seen seen) {
        var blind = rules.stream()
                .filter(rule -> rule.when().onArguments() && fits(rule, seen))
                .toList();
        var sure = rules.stream()
                .filter(rule -> !rule.when().onArguments() && matches(rule, seen))
                .toList();
        var said = new HashSet<String>();
        for (int combination = 0; combination < 1 << blind.size(); combination++) {
            int chosen = combination;
            var some = Stream.iterate(0, i -> i + 1)
                    .limit(blind.size())
                    .filter(i -> (chosen >> i & 1) == 1)
                    .map(blind::get);
            said.add(strictest(Stream.concat(sure.stream(), some), seen));
        }
        return said;
    }

    private static String strictest(Stream<Rule> matching, Seen seen) {
        return matching.map(Rule::effect)
                .max((one, other) -> ORDER.indexOf(one) - ORDER.indexOf(other))
                .orElse(seen.effect().equals("read") ? "allow" : "ask");
    }

    private static boolean matches(Rule rule, Seen seen) {
        if (!fits(rule, seen)) {
            return false;
        }
        var holds = rule.when().byHand().apply(seen);
        return holds == null ? !rule.effect().equals("allow") : holds;
    }

    private static boolean fits(Rule rule, Seen seen) {
        var callers = seen.callers();
        return like(rule.target(), seen.target())
                && (rule.effect().equals("allow")
                        ? like(rule.caller(), callers.getLast())
                        : callers.stream().anyMatch(caller -> like(rule.caller(), caller)));
    }

    private static boolean like(String pattern, String text) {
        return Pattern.matches(
                Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")), text);
    }
}
