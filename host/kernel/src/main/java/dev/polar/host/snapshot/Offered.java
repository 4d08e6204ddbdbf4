package dev.polar.host.snapshot;

import dev.polar.runtime.Generation;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.trust.schema.ContractSchema;
import java.util.Optional;
import java.util.SortedSet;

/** One thing a call can be aimed at. */
public sealed interface Offered {
    Target target();

    Generation generation();

    /**
     * A tool as it was approved; or a prompt, what one server has to be read, or the completion of arguments of either, each of
     * which is called with arguments under a contract as a tool is: the kind of the target tells.
     *
     * @param offer its approved definition, never the live one
     * @param reads whether policy counts it as read: its plugin holds nothing that writes, sends, connects or reads
     *     secrets, or an operator confirmed it
     */
    record Tool(
            Target target,
            Generation generation,
            ToolOffer offer,
            ContractSchema input,
            Optional<ContractSchema> output,
            boolean reads)
            implements Offered {}

    /**
     * A skill's files.
     *
     * @param files paths within {@code skills/<name>/}
     */
    record Skill(
            Target target, Generation generation, PackageContent content, String description, SortedSet<String> files)
            implements Offered {}

    /** A channel that can be sent to; the target's name is its kind. */
    record Channel(Target target, Generation generation, PackageContent content) implements Offered {}
}
