package dev.polar.runtime;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Placement;
import java.util.Locale;

/** The one place where a package's format and its level's placement meet. */
public record Runtimes(ModuleRuntime osgi, ModuleRuntime pf4j, ModuleRuntime skill, ModuleRuntime mcp) {
    /**
     * The runtime for a package.
     *
     * @throws Refusal {@code ISOLATION_UNAVAILABLE} if its code may not run where this version could run it
     */
    public ModuleRuntime pick(Format format, Placement placement) {
        return switch (format) {
            case OSGI -> inHost(osgi, format, placement);
            case PF4J -> inHost(pf4j, format, placement);
            case SKILL -> skill;
            case MCP -> mcp; // in a process of its own or far away, never in the host
        };
    }

    private static ModuleRuntime inHost(ModuleRuntime runtime, Format format, Placement placement) {
        return switch (placement) {
            case HOST -> runtime;
            case CONFINED, REMOTE ->
                throw new Refusal(
                        Code.ISOLATION_UNAVAILABLE,
                        "a plugin of format " + format.name().toLowerCase(Locale.ROOT)
                                + " and of this level runs in a process"
                                + " of its own, which this version of Polar cannot do for Java code yet",
                        "have its publisher enrolled at level verified, or pack it yourself with 'polar pack'");
        };
    }
}
