package dev.polar.host.lifecycle;

import dev.polar.spi.Plugin;
import dev.polar.spi.PluginContext;
import dev.polar.spi.policy.Opinion;
import dev.polar.spi.policy.PolicyQuestion;
import dev.polar.spi.policy.PolicyRule;
import dev.polar.spi.policy.ResultQuestion;
import dev.polar.spi.policy.ResultRule;
import dev.polar.spi.policy.Review;
import java.util.Map;
import org.pf4j.Extension;

/** A plugin of rules: the session's name says what it is to do. */
@Extension
public final class Watchful implements Plugin {
    @Override
    public Map<String, PolicyRule> policyRules(PluginContext host) {
        return Map.of("quiet", Watchful::judge);
    }

    @Override
    public Map<String, ResultRule> resultRules(PluginContext host) {
        return Map.of("masked", Watchful::review);
    }

    private static Opinion judge(PolicyQuestion question) {
        return switch (question.session()) {
            case "deny" -> Opinion.deny("not " + question.arguments().isPresent());
            case "ask" -> Opinion.ask("look at it");
            case "throw" -> throw new IllegalStateException("broken");
            case "end" -> end();
            default -> Opinion.pass();
        };
    }

    private static Opinion end() {
        Runtime.getRuntime().halt(3);
        return Opinion.pass();
    }

    private static Review review(ResultQuestion question) {
        return switch (question.call().session()) {
            case "withhold" -> Review.withhold("too much");
            case "redact" ->
                question.result().orElseThrow().text().contains("1.0.0") ? Review.redact("1.0.0") : Review.pass();
            default -> Review.pass();
        };
    }
}
