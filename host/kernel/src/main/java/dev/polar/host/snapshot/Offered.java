package dev.polar.host.snapshot;

import dev.polar.runtime.Generation;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonObject;
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
     * @param files their paths within the skill
     * @param text gives the bytes of one, as they were signed or approved
     * @param entry of a server's skill, what was approved of it; of a package's, nothing
     */
    record Skill(
            Target target,
            Generation generation,
            String description,
            SortedSet<String> files,
            Text text,
            Optional<JsonObject> entry)
            implements Offered {
        /** Whether a server offers it: words of strangers, however often they were looked at. */
        public boolean served() {
            return entry.isPresent();
        }
    }

    /** Bytes of files. */
    @FunctionalInterface
    interface Text {
        /** @throws dev.polar.spi.Refusal {@code DIGEST_MISMATCH} if what is stored is no longer what it was */
        byte[] of(String file);
    }

    /** A channel that can be sent to; the target's name is its kind. */
    record Channel(Target target, Generation generation, PackageContent content) implements Offered {}
}
