package dev.polar.cli.operator;

import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Changing;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.With;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.KeyFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar operator add}. */
@Command(
        description =
                "Let another person, or automation with a list of what it may, consent to what their role allows.",
        footer = {
            "  polar operator add bob --key bob.pub.pem",
            "  polar operator add carol --key carol.pub.pem --role approver",
            "  polar operator add ci --key ci.pub.pem --automation --may install,update"
        })
final class AddOperator extends Changing {
    @Parameters(paramLabel = "NAME", description = "What records call them.")
    @Nullable
    String name;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "PUB.pem",
            description = "Their public key, made with 'polar key new --operator'.")
    @Nullable
    Path key;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "operator (everything, unless told), approver (only calls that are asked for), auditor"
                    + " (reads), author (signs packages of this installation; somebody else lets them in).")
    String role = "operator";

    @Option(
            names = "--may",
            split = ",",
            paramLabel = "ACTION",
            description = "Automation: the only actions it may consent to, as the audit names them; 'pack' lets it sign"
                    + " packages of this installation.")
    List<String> may = List.of();

    @Option(names = "--automation", description = "No person: consents to what --may lists and nothing else.")
    boolean automation;

    AddOperator(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        if (automation && may.isEmpty()) {
            throw new Refusal(Code.USAGE, "automation needs a list of what it may consent to", "--may install,update");
        }
        var pem = new KeyFile(Objects.requireNonNull(key)).publicKey().toPem();
        return new With()
                .and("key", pem)
                .and("role", role.equals("operator") ? null : role)
                .each("may", may)
                .request("operator.add", Objects.requireNonNull(name));
    }

    @Override
    protected String question() {
        return "Add this " + role + "?";
    }
}
