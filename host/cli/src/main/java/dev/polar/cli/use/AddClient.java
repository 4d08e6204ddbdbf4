package dev.polar.cli.use;

import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code polar client add}. */
@Command(
        description =
                "Let an agent in for 90 days: a token, shown once, and the configuration it goes into. Or whom another vouches for.",
        footer = {
            "  polar client add claude --for claude-code",
            "  polar client add reader --sees 'acme.github/*' --read-only --save",
            "  polar client add anna --oauth https://id.example --subject 8f3c-anna",
            "  polar client add ci --yes --json"
        })
final class AddClient extends LettingIn {
    @Option(
            names = "--sees",
            paramLabel = "PATTERN",
            split = ",",
            description = "What it may see and call, such as 'acme.github/get_*'; several are possible. Otherwise all.")
    List<String> sees = List.of();

    @Option(names = "--read-only", description = "Only what policy counts as read.")
    boolean readOnly;

    @Option(names = "--search", description = "Show it 'search_tools' and 'call_tool' instead of a long list.")
    boolean search;

    @Option(names = "--bare-names", description = "Show names without the plugin's, where no two are the same.")
    boolean bareNames;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description =
                    "How long a call that has to be approved is held open: 0s, 90s, 10m. Otherwise as the host is set.")
    String wait = "";

    @Option(
            names = "--oauth",
            paramLabel = "ISSUER",
            description = "It comes with access tokens of that authorization server, and gets no token here.")
    String issuer = "";

    @Option(names = "--subject", paramLabel = "SUB", description = "Who it is there: 'sub' of its access tokens.")
    String subject = "";

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = "The one program it comes with: 'client_id' of its access tokens. Otherwise any.")
    String clientId = "";

    AddClient(Shell shell) {
        super(shell, "client.add", "Let it in for 90 days?");
    }

    @Override
    Map<String, String> with() {
        var with = new HashMap<>(vouched());
        if (!sees.isEmpty()) {
            with.put("sees", String.join(",", sees));
        }
        if (!wait.isEmpty()) {
            with.put("wait", wait);
        }
        Map.of("readOnly", readOnly, "search", search, "bareNames", bareNames).forEach((flag, set) -> {
            if (set) {
                with.put(flag, "true");
            }
        });
        return with;
    }

    @Override
    boolean bringsItsOwn() {
        return !issuer.isEmpty();
    }

    private Map<String, String> vouched() {
        if (issuer.isEmpty() != subject.isEmpty() || issuer.isEmpty() && !clientId.isEmpty()) {
            throw new Refusal(
                    Code.USAGE,
                    "an issuer and a subject go together",
                    "polar client add NAME --oauth ISSUER --subject SUB");
        }
        var with = new HashMap<String, String>();
        Map.of("issuer", issuer, "subject", subject, "clientId", clientId).forEach((name, said) -> {
            if (!said.isEmpty()) {
                with.put(name, said);
            }
        });
        return with;
    }
}
