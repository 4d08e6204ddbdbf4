package dev.polar.trust.permission;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the grammar of permissions; the table of kinds is the closed list of what can be asked for. */
final class PermissionText {
    private static final int LONGEST = 1_000;
    private static final Pattern SELECTOR = Pattern.compile("[A-Za-z0-9._:/*$@\\[\\];=-]*");
    private static final Map<String, Kind> KINDS = kinds();
    private static final KindText KIND_TEXT = new KindText(KINDS.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, kind -> kind.getValue().example())));

    private record Kind(String example, Function<Selector, Access> reader) {}

    private PermissionText() {}

    private static Map<String, Kind> kinds() {
        var kinds = new LinkedHashMap<String, Kind>();
        kinds.put("net.connect", new Kind("api.example:443", NetConnect::read));
        kinds.put("net.listen", new Kind("loopback:8080", NetListen::read));
        for (var verb : StorageAccess.Verb.values()) {
            kinds.put(verb.kind(), new Kind("$DATA", s -> StorageAccess.read(verb, s)));
        }
        for (var verb : DocumentAccess.Verb.values()) {
            kinds.put(verb.kind(), new Kind("notes;scope=chat", s -> DocumentAccess.read(verb, s)));
        }
        for (var verb : SecretAccess.Verb.values()) {
            kinds.put(verb.kind(), new Kind("api-key", s -> new SecretAccess(verb, s.name())));
        }
        kinds.put("exec.run", new Kind("git", s -> new ExecRun(s.name())));
        kinds.put("tool.call", new Kind("acme.weather/forecast", ToolAccess::read));
        for (var verb : ChannelAccess.Verb.values()) {
            kinds.put(verb.kind(), new Kind("web:main:*", s -> ChannelAccess.read(verb, s)));
        }
        kinds.put("schedule.every", new Kind("PT1M", ScheduleEvery::read));
        for (var verb : EventAccess.Verb.values()) {
            kinds.put(verb.kind(), new Kind("orders.*", s -> EventAccess.read(verb, s)));
        }
        kinds.put("model.invoke", new Kind("small", s -> new ModelInvoke(s.name())));
        kinds.put("env.read", new Kind("LANG", EnvRead::read));
        kinds.put("gate.observe", new Kind("acme.weather/forecast", GateObserve::read));
        kinds.put("audit.receive", new Kind("call", AuditReceive::read));
        kinds.put("client.ask", new Kind("elicitation", ClientAsk::read));
        return Map.copyOf(kinds);
    }

    static Permission read(String text) {
        int open = text.indexOf('(');
        var name = open < 0 ? text : text.substring(0, open);
        if (text.length() > LONGEST) {
            throw new Selector(text, text, 0, text).refused(LONGEST, "a permission has at most 1000 characters");
        }
        var kind = KINDS.get(name);
        if (kind == null) {
            throw KIND_TEXT.refused(text);
        }
        var example = name + "(" + kind.example() + ")";
        int close = text.indexOf(')', name.length());
        if (open < 0 || close < 0) {
            throw new Selector(text, "", 0, example).refused(text.length(), "the selector stands in parentheses");
        }
        var selector = new Selector(text, text.substring(open + 1, close), open + 1, example);
        selector.requireCharacters(SELECTOR);
        var access = kind.reader().apply(selector);
        return new Permission(
                access,
                close + 1 == text.length() ? Optional.empty() : Optional.of(LimitText.read(selector, close + 1)));
    }
}
