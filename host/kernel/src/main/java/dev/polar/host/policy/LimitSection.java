package dev.polar.host.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code limits:} of a policy:
 *
 * <pre>
 * limits:
 *   rates:
 *     - {id: agents, each: caller, caller: 'client:*', calls: 60/minute, burst: 10}
 *   concurrency:
 *     - {id: one-by-one, each: plugin, target: 'acme.printer/*', calls: 1}
 *   budgets:
 *     - {id: search, each: caller, target: 'acme.search/*', units: 500/day, costs: {'acme.search/deep_*': 5}}
 *   servers:
 *     - {id: slow, server: 'acme.tools/search', timeout: 5s, calls: 4, answer: 256KiB}
 * </pre>
 *
 * <p>{@code each}, {@code caller} and {@code target} may be left out: each caller, all callers, all targets.
 */
final class LimitSection {
    static final String KEY = "limits";
    private static final Set<String> KEYS = Set.of("rates", "concurrency", "budgets", "servers");
    private static final Set<String> RATE = Set.of("id", "each", "caller", "target", "calls", "burst");
    private static final Set<String> CONCURRENCY = Set.of("id", "each", "caller", "target", "calls");
    private static final Set<String> BUDGET = Set.of("id", "each", "caller", "target", "units", "costs");
    private static final Set<String> SERVER = Set.of("id", "server", "timeout", "calls", "answer");
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m)");
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})(KiB|MiB)");
    private static final Pattern RATIO = Pattern.compile("([1-9][0-9]{0,8})/([a-z]+)");
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final int MOST = 200;

    private LimitSection() {}

    static LimitRules read(Section policy) {
        return policy.section(KEY)
                .map(limits -> limits.only(KEYS))
                .map(limits -> new LimitRules(
                        all(limits, "rates", RATE, LimitSection::rate),
                        all(limits, "concurrency", CONCURRENCY, LimitSection::concurrency),
                        all(limits, "budgets", BUDGET, LimitSection::budget),
                        all(limits, "servers", SERVER, LimitSection::server)))
                .orElse(LimitRules.NONE);
    }

    private static <T> List<T> all(Section limits, String key, Set<String> keys, Function<Section, T> reading) {
        if (!limits.has(key)) {
            return List.of();
        }
        var ids = new HashSet<String>();
        var all = new ArrayList<T>();
        for (var each : limits.list(key, "entry of '" + key + "'")) {
            var id = each.text("id")
                    .filter(text -> ID.matcher(text).matches())
                    .orElseThrow(() -> each.wrong("id", "a name of lower-case letters, digits, '.', '_' and '-'"));
            if (!ids.add(id)) {
                throw each.wrong("id", "a name of its own: '" + id + "' is taken");
            }
            all.add(reading.apply(each.called("'" + id + "' of '" + key + "' (line " + each.line() + ")")
                    .only(keys)));
        }
        if (all.size() > MOST) {
            throw limits.wrong(key, "a list of at most " + MOST);
        }
        return all;
    }

    private static RateLimit rate(Section limit) {
        var calls = ratio(limit, "calls", Per.values(), Per::text);
        return new RateLimit(
                id(limit),
                each(limit, Each.values()),
                glob(limit, "caller"),
                glob(limit, "target"),
                calls.count(),
                calls.unit(),
                limit.number("burst").orElse(calls.count()));
    }

    private static ConcurrencyLimit concurrency(Section limit) {
        return new ConcurrencyLimit(
                id(limit),
                each(limit, Each.CALLER, Each.PLUGIN),
                glob(limit, "caller"),
                glob(limit, "target"),
                limit.number("calls").orElseThrow(() -> limit.wrong("calls", "a whole number from 1")));
    }

    private static BudgetLimit budget(Section limit) {
        var units = ratio(limit, "units", Period.values(), Period::text);
        var costs = new ArrayList<BudgetLimit.Cost>();
        limit.section("costs")
                .ifPresent(prices -> prices.members()
                        .keySet()
                        .forEach(target -> costs.add(new BudgetLimit.Cost(
                                Glob.of(target), prices.number(target).orElseThrow()))));
        return new BudgetLimit(
                id(limit),
                each(limit, Each.CALLER, Each.ALL),
                glob(limit, "caller"),
                glob(limit, "target"),
                units.count(),
                units.unit(),
                costs);
    }

    private static ServerLimit server(Section limit) {
        var read = new ServerLimit(
                id(limit),
                limit.text("server")
                        .map(Glob::of)
                        .orElseThrow(() -> limit.wrong("server", "a pattern of PLUGIN/SERVER or PLUGIN")),
                limit.text("timeout").map(text -> time(limit, text)),
                limit.number("calls"),
                limit.text("answer").map(text -> size(limit, text)));
        if (read.timeout().isEmpty() && read.calls().isEmpty() && read.answer().isEmpty()) {
            throw limit.wrong("calls", "there, and neither is 'timeout' or 'answer'");
        }
        return read;
    }

    private static Duration time(Section limit, String text) {
        var said = TIME.matcher(text);
        if (!said.matches()) {
            throw limit.wrong("timeout", "a time such as 500ms, 5s or 2m");
        }
        long amount = Long.parseLong(said.group(1));
        return switch (said.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    private static long size(Section limit, String text) {
        var said = SIZE.matcher(text);
        if (!said.matches()) {
            throw limit.wrong("answer", "a size such as 256KiB or 1MiB");
        }
        return Long.parseLong(said.group(1)) << (said.group(2).equals("KiB") ? 10 : 20);
    }

    private static String id(Section limit) {
        return limit.text("id").orElseThrow();
    }

    private static Glob glob(Section limit, String key) {
        return limit.text(key).map(Glob::of).orElse(Glob.ANY);
    }

    private static Each each(Section limit, Each... possible) {
        var said = limit.text("each").orElse(Each.CALLER.text());
        return Arrays.stream(possible)
                .filter(each -> each.text().equals(said))
                .findFirst()
                .orElseThrow(() -> limit.wrong("each", oneOf(possible, Each::text)));
    }

    private record Ratio<U>(int count, U unit) {}

    private static <U> Ratio<U> ratio(Section limit, String key, U[] units, Function<U, String> text) {
        var said = RATIO.matcher(limit.text(key).orElse(""));
        return Arrays.stream(units)
                .filter(unit -> said.matches() && text.apply(unit).equals(said.group(2)))
                .findFirst()
                .map(unit -> new Ratio<>(Integer.parseInt(said.group(1)), unit))
                .orElseThrow(() -> limit.wrong(
                        key, "a number for each " + oneOf(units, text) + ", such as 60/" + text.apply(units[0])));
    }

    private static <U> String oneOf(U[] possible, Function<U, String> text) {
        return Arrays.stream(possible).map(text).collect(Collectors.joining(" or "));
    }
}
