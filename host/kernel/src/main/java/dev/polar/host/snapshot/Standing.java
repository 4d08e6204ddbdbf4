package dev.polar.host.snapshot;

import dev.polar.runtime.Generation;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Verdict;

/** How one installed plugin stands: the verdict of admission for calls, compiled. */
public sealed interface Standing {
    PluginFacts facts();

    /** In, until the verdict's freshness ends. */
    record Live(PluginFacts facts, Verdict.Admitted verdict, Generation generation) implements Standing {}

    /** Out, for this reason. */
    record Out(PluginFacts facts, Refusal why) implements Standing {}
}
