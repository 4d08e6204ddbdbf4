package dev.polar.runtime.skill;

import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.ModuleRuntime;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.java.Contract;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Verdict;
import java.util.Map;

/** Skills: text for an agent to read. Loading one runs nothing. */
public final class SkillRuntime implements ModuleRuntime {
    @Override
    public void check(PackageContent content) {
        var promised = Contract.of(content.manifest());
        if (!promised.tools().isEmpty() || !promised.channels().isEmpty()) {
            throw new Refusal(
                    Code.TOOL_MISSING,
                    "plugin.json declares tools or channels, and the package has no code that binds them",
                    "name the code in 'entry', or leave them out",
                    Map.of("plugin", content.manifest().name().name()));
        }
    }

    @Override
    public Generation load(GenerationId id, PackageContent content, Verdict.Admitted as, Surroundings host) {
        check(content);
        return new SkillGeneration(id);
    }
}
