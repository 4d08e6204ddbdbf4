package dev.polar.host.policy;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.projectnessie.cel.common.types.ref.Val;
import org.projectnessie.cel.interpreter.Activation;
import org.projectnessie.cel.interpreter.ResolvedValue;

/** One call as conditions see it: a name is made a value when the first condition reads it. */
final class Facts implements Activation {
    private static final Map<String, String> NO_CHANNEL = Map.of("kind", "", "account", "", "room", "");

    private final Question question;
    private @Nullable Val arguments;

    Facts(Question question) {
        this.question = question;
    }

    Question question() {
        return question;
    }

    @Override
    public ResolvedValue resolveName(String name) {
        return switch (name) {
            case "caller" -> value(question.originator());
            case "callers" -> value(question.callers());
            case "target" -> value(question.target());
            case "kind" -> value(question.kind());
            case "effect" -> value(question.effect());
            case "reads" -> value(question.reads());
            case "plugin" -> value(plugin(question.plugin()));
            case "level" -> value(question.plugin().level());
            case "session" -> value(question.session());
            case "labels" -> value(List.copyOf(question.labels()));
            case "channel" -> value(question.channel().map(Facts::channel).orElse(NO_CHANNEL));
            case "now" -> value(question.time());
            case "arguments" -> value(arguments(question.arguments()));
            default -> ResolvedValue.ABSENT;
        };
    }

    @Override
    @SuppressWarnings("NullAway") // the library's word for the outermost one
    public Activation parent() {
        return null;
    }

    private Val arguments(JsonObject object) {
        var known = arguments;
        if (known == null) {
            known = Language.value(PlainJson.map(object));
            arguments = known;
        }
        return known;
    }

    private static Map<String, String> plugin(Question.Plugin plugin) {
        return Map.of(
                "name", plugin.name(),
                "version", plugin.version(),
                "digest", plugin.digest(),
                "level", plugin.level(),
                "enforcement", plugin.enforcement());
    }

    private static Map<String, String> channel(Question.Channel channel) {
        return Map.of("kind", channel.kind(), "account", channel.account(), "room", channel.room());
    }

    private static ResolvedValue value(Object value) {
        return ResolvedValue.resolvedValue(value);
    }
}
