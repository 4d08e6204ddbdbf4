package dev.polar.trust.skill;

import java.util.List;
import java.util.Optional;

/** A value of front matter, with its line in the file. */
sealed interface Yaml {
    int line();

    /** A string; numbers and the like are taken as they are written. Absent for null. */
    record Scalar(Optional<String> text, int line) implements Yaml {}

    record Sequence(List<Yaml> items, int line) implements Yaml {}

    record Mapping(List<Member> members, int line) implements Yaml {
        Optional<Member> find(String key) {
            return members.stream().filter(m -> m.key().equals(key)).findFirst();
        }
    }

    record Member(String key, Yaml value, int line) {}

    /** The text of a scalar, if it is one and not empty. */
    default Optional<String> string() {
        return this instanceof Scalar(var text, var line) ? text : Optional.empty();
    }
}
