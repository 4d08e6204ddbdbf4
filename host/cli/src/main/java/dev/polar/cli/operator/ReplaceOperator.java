package dev.polar.cli.operator;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.With;
import dev.polar.trust.key.KeyFile;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar operator replace}. */
@Command(
        description = "Give another operator another key, because theirs is lost or stolen.",
        footer = {
            "  polar operator replace bob --key bob-2.pub.pem",
            "  polar operator replace bob --key bob-2.pub.pem --stolen-since 4711"
        })
final class ReplaceOperator extends Changing {
    @Parameters(paramLabel = "NAME", description = "Who; not yourself.")
    @Nullable
    String name;

    @Option(names = "--key", required = true, paramLabel = "PUB.pem", description = "Their new public key.")
    @Nullable
    Path key;

    @Option(
            names = "--stolen-since",
            paramLabel = "SEQ|TIME",
            description = "Void what the old key gave since that record of the audit, or since that time.")
    @Nullable
    String since;

    ReplaceOperator(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return request("operator.replace", Objects.requireNonNull(name), Objects.requireNonNull(key), since);
    }

    static Request request(String action, String name, Path key, @Nullable String since) {
        return new With()
                .and("key", new KeyFile(key).publicKey().toPem())
                .and("since", since)
                .request(action, name);
    }

    @Override
    protected String question() {
        return "Give them another key?";
    }
}
