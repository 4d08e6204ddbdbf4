package dev.polar.host.lifecycle;

import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.packages.VerifiedPackage;
import dev.polar.trust.skill.Finding;
import dev.polar.trust.skill.SkillRules;
import dev.polar.trust.text.CleanText;
import dev.polar.trust.text.LookAlike;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What an operator should know about a package before saying yes, one line each. */
final class Findings {
    private static final int SUDDEN = 1_000;

    private Findings() {}

    static List<String> of(VerifiedPackage verified, Facts facts, int floor, Collection<PluginId> installed) {
        var findings = new ArrayList<String>();
        var manifest = verified.manifest();
        var inTexts = SkillRules.check(verified.archive());
        // Who signed a package is one thing, what is hidden in its texts another.
        SkillRules.requireImportable(inTexts);
        inTexts.stream().map(Finding::toString).forEach(findings::add);
        manifest.ignored().forEach(key -> findings.add("plugin.json: unknown key '" + key + "' is ignored"));
        // Whoever let it in under that name has been asked.
        if (!installed.contains(facts.plugin())) {
            LookAlike.of(
                            facts.plugin().name(),
                            installed.stream().map(PluginId::name).toList())
                    .ifPresent(other -> findings.add("the name looks like that of the installed " + other));
        }
        if (facts.epoch() - floor > SUDDEN) {
            findings.add("the epoch jumps from " + floor + " to " + facts.epoch());
        }
        if (facts.format().java() && facts.placement() == Placement.HOST) {
            findings.add("its code runs inside the host, with nothing but the broker between it and this machine");
        }
        facts.requested().permissions().stream()
                .filter(permission -> permission.highRisk())
                .forEach(permission -> findings.add("high risk: " + permission));
        return findings.stream().map(CleanText::line).distinct().toList();
    }
}
