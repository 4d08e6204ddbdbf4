package dev.polar.cli.trust;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.With;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar revoke}. */
@Command(
        description = "Take something back: it is refused at once, also where it runs now.",
        footer = {
            "  polar revoke acme.github@1.4.0 --reason 'key stolen'",
            "  polar revoke --publisher acme --reason 'sold' --yes"
        })
final class Revoke extends Changing {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME[@VERSION]",
            description = "A plugin, one version, or a range: NAME@[1.0,1.4).")
    @Nullable
    String plugin;

    @Option(names = "--digest", paramLabel = "sha256:...", description = "A content, file, manifest or entry digest.")
    @Nullable
    String digest;

    @Option(names = "--publisher", paramLabel = "NAME", description = "Everything of a publisher.")
    @Nullable
    String publisher;

    @Option(names = "--key", paramLabel = "KEYID", description = "Everything a key signed.")
    @Nullable
    String key;

    @Option(names = "--tool", paramLabel = "PLUGIN/TOOL", description = "One tool; the plugin's others go on.")
    @Nullable
    String tool;

    @Option(
            names = "--compromised-since",
            paramLabel = "TIME",
            description = "Spare what was installed here before that time, as in 2026-11-21T08:00:00Z.")
    @Nullable
    String since;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it is on record.")
    @Nullable
    String reason;

    @Option(names = "--soft", description = "Let calls that run finish, for at most 30 seconds.")
    boolean soft;

    Revoke(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        if (Stream.of(plugin, digest, publisher, key, tool)
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw new Refusal(
                    Code.USAGE,
                    "exactly one thing is revoked at a time",
                    "polar revoke NAME[@VERSION] | --digest sha256:... | --publisher NAME | --key KEYID"
                            + " | --tool PLUGIN/TOOL");
        }
        var with = new With()
                .and("reason", reason)
                .and("mode", soft ? "soft" : "hard")
                .and("compromisedSince", since);
        if (tool != null) {
            return request("tool", tool, with);
        }
        if (plugin != null) {
            return request(plugin.contains("@") ? "version" : "plugin", plugin, with);
        }
        if (digest != null) {
            return request("digest", digest, with);
        }
        return publisher != null
                ? request("publisher", publisher, with)
                : request("key", Objects.requireNonNull(key), with);
    }

    private static Request request(String kind, String value, With with) {
        return with.and("kind", kind).request("revoke", value);
    }

    @Override
    protected String question() {
        return "Revoke it?";
    }
}
