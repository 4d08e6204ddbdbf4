package dev.polar.host.policy;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML of bounded size and depth, without anchors and aliases: what a reader sees is what holds. */
final class YamlText {
    private static final int LONGEST = 256 * 1024;
    private static final int DEEPEST = 16;

    private YamlText() {}

    /** The one mapping that the text is. */
    static Section read(String name, String yaml) {
        if (yaml.length() > LONGEST) {
            throw Section.invalid(name + " is larger than 256 KiB");
        }
        try {
            requireSimple(yaml);
            return Section.of(name, compose(yaml));
        } catch (MarkedYamlEngineException e) {
            throw Section.invalid(name + " is not YAML: " + e.getProblem()
                    + e.getProblemMark()
                            .map(mark -> ", line " + (mark.getLine() + 1))
                            .orElse(""));
        } catch (YamlEngineException e) {
            throw Section.invalid(name + " is not YAML: " + e.getMessage());
        }
    }

    /** Looks at the events alone, before anything is composed of them. */
    private static void requireSimple(String yaml) {
        var events = new ParserImpl(settings(yaml), new StreamReader(settings(yaml), yaml));
        int depth = 0;
        while (events.hasNext()) {
            var event = events.next();
            if (event instanceof AliasEvent
                    || event instanceof NodeEvent node && node.getAnchor().isPresent()) {
                throw Section.invalid("line " + line(event) + " has an anchor or alias: write it out");
            }
            depth += switch (event.getEventId()) {
                case MappingStart, SequenceStart -> 1;
                case MappingEnd, SequenceEnd -> -1;
                case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> 0;
            };
            if (depth > DEEPEST) {
                throw Section.invalid("line " + line(event) + " is nested more than " + DEEPEST + " deep");
            }
        }
    }

    private static Node compose(String yaml) {
        return new Composer(settings(yaml), new ParserImpl(settings(yaml), new StreamReader(settings(yaml), yaml)))
                .getSingleNode()
                .orElseThrow(() -> Section.invalid("nothing stands there"));
    }

    private static LoadSettings settings(String yaml) {
        return LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setMaxAliasesForCollections(0)
                // StreamReader 3.0.1 throws where its buffer ends inside a surrogate pair: one buffer holds it all
                .setBufferSize(yaml.length() + 16)
                .build();
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
