package dev.polar.trust.schema;

import dev.harrel.jsonschema.Draft2020EvaluatorFactory;
import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaParsingContext;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The library's keywords under a {@link Budget}; those with regular expressions are our own. */
final class BoundedEvaluators implements EvaluatorFactory {
    private final EvaluatorFactory keywords = new Draft2020EvaluatorFactory();

    @Override
    public Optional<Evaluator> create(SchemaParsingContext context, String keyword, JsonNode value) {
        return plain(context, keyword, value).map(Bounded::new);
    }

    private Optional<Evaluator> plain(SchemaParsingContext context, String keyword, JsonNode value) {
        // A property may be called "pattern": the library offers every object here, also those that are no schemas.
        if (keyword.equals("pattern")) {
            return value.isString() ? compiled(value.asString()).map(Matching::new) : Optional.empty();
        }
        if (keyword.equals("patternProperties")) {
            return value.isObject() ? named(context, value) : Optional.empty();
        }
        return keywords.create(context, keyword, value);
    }

    /** SchemaLint has refused what does not compile, wherever it is an expression at all. */
    private static Optional<Pattern> compiled(String expression) {
        try {
            return Optional.of(EcmaPattern.compile(expression));
        } catch (PatternSyntaxException none) {
            return Optional.empty();
        }
    }

    private static Optional<Evaluator> named(SchemaParsingContext context, JsonNode value) {
        var schemas = new LinkedHashMap<Pattern, String>();
        value.asObject()
                .forEach((expression, schema) ->
                        compiled(expression).ifPresent(p -> schemas.put(p, context.getAbsoluteUri(schema))));
        return Optional.of(new MatchingNames(schemas));
    }

    private record Bounded(Evaluator keyword) implements Evaluator {
        @Override
        public Result evaluate(EvaluationContext context, JsonNode node) {
            var budget = Budget.current();
            budget.enter();
            try {
                return keyword.evaluate(context, node);
            } finally {
                budget.leave();
            }
        }

        @Override
        public int getOrder() {
            return keyword.getOrder();
        }
    }

    private record Matching(Pattern pattern) implements Evaluator {
        @Override
        public Result evaluate(EvaluationContext context, JsonNode node) {
            return !node.isString() || found(pattern, node.asString())
                    ? Result.success()
                    : Result.failure("does not match");
        }
    }

    private record MatchingNames(Map<Pattern, String> schemas) implements Evaluator {
        @Override
        public Result evaluate(EvaluationContext context, JsonNode node) {
            if (!node.isObject()) {
                return Result.success();
            }
            boolean valid = true;
            var evaluated = new HashSet<String>();
            for (var member : node.asObject().entrySet()) {
                for (var schema : schemas.entrySet()) {
                    if (found(schema.getKey(), member.getKey())) {
                        evaluated.add(member.getKey());
                        valid &= context.resolveInternalRefAndValidate(schema.getValue(), member.getValue());
                    }
                }
            }
            return valid ? Result.success(Collections.unmodifiableSet(evaluated)) : Result.failure();
        }
    }

    private static boolean found(Pattern pattern, String text) {
        return pattern.matcher(new CountedText(text, Budget.current())).find();
    }
}
