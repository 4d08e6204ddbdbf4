package dev.polar.runtime;

import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Placement;

/**
 * The one place where a package's format and its placement meet.
 *
 * @param worker Java code of either format, in a process of its own
 */
public record Runtimes(
        ModuleRuntime osgi, ModuleRuntime pf4j, ModuleRuntime skill, ModuleRuntime mcp, ModuleRuntime worker) {
    /** The runtime for a package. */
    public ModuleRuntime pick(Format format, Placement placement) {
        return switch (format) {
            case OSGI -> code(osgi, placement);
            case PF4J -> code(pf4j, placement);
            case SKILL, SCRIPT -> skill;
            case MCP -> mcp; // in a process of its own or far away, never in the host
        };
    }

    /**
     * Looks at verified bytes before they are installed, wherever they may run later.
     *
     * @throws Refusal what {@link ModuleRuntime#check} says
     */
    public void check(Format format, PackageContent content) {
        pick(format, Placement.HOST).check(content);
    }

    private ModuleRuntime code(ModuleRuntime inHost, Placement placement) {
        return switch (placement) {
            case HOST -> inHost;
            case CONFINED -> worker;
            case REMOTE -> throw new IllegalArgumentException("Java code that runs elsewhere is not this host's");
        };
    }
}
