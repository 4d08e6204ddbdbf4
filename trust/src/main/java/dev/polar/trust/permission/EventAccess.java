package dev.polar.trust.permission;

import java.util.Optional;
import java.util.regex.Pattern;

/** Events of a topic, or with {@code topic.*} of every topic below it. */
public record EventAccess(Verb verb, String topic) implements Access {
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*(?:\\.\\*)?");

    /** Which way events go. */
    public enum Verb {
        SUBSCRIBE,
        PUBLISH;

        String kind() {
            return this == SUBSCRIBE ? "event.subscribe" : "event.publish";
        }
    }

    static EventAccess read(Verb verb, Selector selector) {
        if (!TOPIC.matcher(selector.text()).matches()) {
            throw selector.refused(0, "a topic is words joined by dots, perhaps with .* at its end");
        }
        return new EventAccess(verb, selector.text());
    }

    @Override
    public String kind() {
        return verb.kind();
    }

    @Override
    public String selector() {
        return topic;
    }

    @Override
    public Optional<EventAccess> meet(Access other) {
        if (!(other instanceof EventAccess events) || events.verb != verb) {
            return Optional.empty();
        }
        if (holds(events.topic)) {
            return Optional.of(events);
        }
        return events.holds(topic) ? Optional.of(this) : Optional.empty();
    }

    private boolean holds(String inner) {
        return inner.equals(topic) || topic.endsWith("*") && inner.startsWith(topic.substring(0, topic.length() - 1));
    }
}
