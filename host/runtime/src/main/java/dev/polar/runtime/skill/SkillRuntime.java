package dev.polar.runtime.skill;

import static java.util.stream.Collectors.toMap;

import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.ModuleRuntime;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.java.Contract;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.ToolContract;
import java.util.Map;

/** Skills: text for an agent to read, and scripts that answer tools. Loading one runs nothing. */
public final class SkillRuntime implements ModuleRuntime {
    private final ChildStarter starter;
    private final Confinement confinement;
    private final Interpreters interpreters;

    public SkillRuntime(ChildStarter starter, Confinement confinement, Interpreters interpreters) {
        this.starter = starter;
        this.confinement = confinement;
        this.interpreters = interpreters;
    }

    @Override
    public void check(PackageContent content) {
        var manifest = content.manifest();
        if (!manifest.channels().isEmpty()
                || manifest.tools().stream().anyMatch(tool -> tool.script().isEmpty())) {
            throw new Refusal(
                    Code.TOOL_MISSING,
                    "plugin.json declares tools or channels, and the package has neither code nor a script for them",
                    "name the code in 'entry', give each tool a 'script', or leave them out",
                    Map.of("plugin", manifest.name().name()));
        }
    }

    @Override
    public Generation load(GenerationId id, PackageContent content, Verdict.Admitted as, Surroundings host) {
        check(content);
        var manifest = content.manifest();
        if (manifest.tools().isEmpty()) {
            return new SkillGeneration(id);
        }
        return new ScriptGeneration(
                id,
                new ScriptStarter(id, starter, confinement.required(), host, as.grant(), content.directory()),
                scripts(manifest, content),
                Contract.of(manifest).tools());
    }

    private Map<String, Script> scripts(Manifest manifest, PackageContent content) {
        return manifest.tools().stream()
                .collect(toMap(
                        ToolContract::name,
                        tool -> tool.script()
                                .map(file -> Script.of(tool, file, content.entry(file), interpreters))
                                .orElseThrow()));
    }
}
