package dev.polar.trust.skill;

import dev.polar.trust.skill.Finding.Severity;
import dev.polar.trust.text.CleanText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * YAML 1.2 without anchors, aliases, tags, duplicate or composed keys, and of bounded size and depth; built from the
 * events of the parser, so that nothing is resolved, constructed or expanded.
 */
final class YamlReader {
    private static final int DEEPEST = 16;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private final String file;
    private final int firstLine;
    private final List<Finding> findings;
    private final Iterator<Event> events;

    private YamlReader(String file, int firstLine, Iterator<Event> events, List<Finding> findings) {
        this.file = file;
        this.firstLine = firstLine;
        this.events = events;
        this.findings = findings;
    }

    /** What is wrong with the text as YAML. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        final int line;

        Unreadable(String message, int line) {
            super(message, null, false, false);
            this.line = line;
        }
    }

    /**
     * Reads the mapping that front matter is; what it may not hold becomes a finding.
     *
     * @param firstLine the line of the file on which the text starts
     */
    static Yaml.Mapping read(String file, String text, int firstLine, List<Finding> findings) throws Unreadable {
        try {
            var settings = LoadSettings.builder()
                    .setCodePointLimit(FrontMatter.LONGEST)
                    // StreamReader 3.0.1 throws where its buffer ends inside a surrogate pair: one buffer holds it all
                    .setBufferSize(text.length() + 16)
                    .build();
            var events = new ParserImpl(settings, new StreamReader(settings, text));
            var reader = new YamlReader(file, firstLine, events, findings);
            events.next(); // stream start
            if (events.next().getEventId() == Event.ID.StreamEnd) {
                return new Yaml.Mapping(List.of(), firstLine);
            }
            var value = reader.value(events.next(), 1);
            events.next(); // document end
            if (events.next().getEventId() != Event.ID.StreamEnd) {
                throw new Unreadable("front matter is one document", firstLine);
            }
            return switch (value) {
                case Yaml.Mapping mapping -> mapping;
                case Yaml.Scalar(var content, var line) when content.isEmpty() -> new Yaml.Mapping(List.of(), line);
                case Yaml.Scalar(var content, var line) ->
                    throw new Unreadable("front matter is keys and values", line);
                case Yaml.Sequence(var items, var line) ->
                    throw new Unreadable("front matter is keys and values", line);
            };
        } catch (MarkedYamlEngineException fault) {
            int line = fault.getProblemMark().map(m -> m.getLine()).orElse(0);
            throw new Unreadable(CleanText.line(fault.getProblem()), firstLine + line);
        } catch (YamlEngineException fault) {
            throw new Unreadable(CleanText.line(String.valueOf(fault.getMessage())), firstLine);
        }
    }

    private Yaml value(Event event, int depth) throws Unreadable {
        int line = line(event);
        if (depth > DEEPEST) {
            throw new Unreadable("values nest deeper than " + DEEPEST, line);
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            danger(line, "yaml-alias", "anchors and aliases are not allowed: what they stand for is not what is read");
        }
        return switch (event) {
            case AliasEvent alias -> new Yaml.Scalar(Optional.empty(), line);
            case ScalarEvent scalar -> scalar(scalar, line);
            case SequenceStartEvent start -> {
                tag(start.getTag(), line);
                yield sequence(line, depth);
            }
            case MappingStartEvent start -> {
                tag(start.getTag(), line);
                yield mapping(line, depth);
            }
            default -> throw new Unreadable("a value is missing", line);
        };
    }

    private Yaml.Scalar scalar(ScalarEvent event, int line) {
        tag(event.getTag(), line);
        boolean none = event.getScalarStyle() == ScalarStyle.PLAIN && NULLS.contains(event.getValue());
        return new Yaml.Scalar(none ? Optional.empty() : Optional.of(event.getValue()), line);
    }

    private Yaml.Sequence sequence(int line, int depth) throws Unreadable {
        var items = new ArrayList<Yaml>();
        for (var event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(value(event, depth + 1));
        }
        return new Yaml.Sequence(List.copyOf(items), line);
    }

    private Yaml.Mapping mapping(int line, int depth) throws Unreadable {
        var members = new ArrayList<Yaml.Member>();
        var keys = new HashSet<String>();
        for (var event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            int at = line(event);
            var key = value(event, depth + 1);
            if (!(key instanceof Yaml.Scalar)) {
                danger(at, "yaml-key", "a key is a plain text");
            }
            var name = key.string().orElse("");
            if (!keys.add(name)) {
                danger(at, "duplicate-key", "the key '" + CleanText.line(name) + "' stands here twice");
            }
            members.add(new Yaml.Member(name, value(events.next(), depth + 1), at));
        }
        return new Yaml.Mapping(List.copyOf(members), line);
    }

    private void tag(Optional<String> tag, int line) {
        tag.ifPresent(t -> danger(line, "yaml-tag", "tags are not allowed"));
    }

    private int line(Event event) {
        return firstLine + event.getStartMark().map(m -> m.getLine()).orElse(0);
    }

    private void danger(int line, String rule, String message) {
        findings.add(new Finding(file, line, rule, Severity.DANGER, message));
    }
}
