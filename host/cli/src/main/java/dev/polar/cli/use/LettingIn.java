package dev.polar.cli.use;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.cli.shell.ConsentOptions;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.Facts;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A verb that gives a client a token: it is made here, shown once or kept in a file, and the host is told its hash. */
abstract class LettingIn implements Callable<Integer> {
    private static final String JSON = "json";

    private final Shell shell;
    private final String action;
    private final String question;

    @Parameters(paramLabel = "NAME", description = "What you call it; it acts under that name.")
    @Nullable
    String name;

    @Option(
            names = "--for",
            paramLabel = "AGENT",
            description =
                    "Print the configuration of one alone, ready to paste: claude-code, codex, vscode, openclaw, or json for others.")
    String agent = "";

    @Option(
            names = "--save",
            description =
                    "Keep the token in a file for 'polar mcp --client NAME' instead of showing it; the configuration then runs that.")
    boolean save;

    @Mixin
    ConsentOptions consent = new ConsentOptions();

    LettingIn(Shell shell, String action, String question) {
        this.shell = shell;
        this.action = action;
        this.question = question;
    }

    /** What comes with the request beside the token's hash. */
    abstract Map<String, String> with();

    /** Whether it comes with tokens that others give it. */
    boolean bringsItsOwn() {
        return false;
    }

    @Override
    public final Integer call() {
        var client = Objects.requireNonNull(name);
        var chosen = agent.isEmpty() || agent.equals(JSON) ? List.of(Agent.values()) : List.of(named());
        var with = new HashMap<>(with());
        if (bringsItsOwn()) {
            return vouched(client, chosen, with);
        }
        var token = ClientToken.fresh();
        var consenting = new Consenting(shell, consent);
        with.put("hash", token.hash());
        consenting
                .carryOut(new Request(action, client, with), question, Map::of)
                .ifPresent(done -> {
                    var url = done.facts().getOrDefault("url", "");
                    var file = save
                            ? new ClientFile(url, token.text())
                                    .write(shell.settings(), client)
                                    .toString()
                            : "";
                    if (consenting.json()) {
                        print(done, token, url, file);
                    } else if (agent.isEmpty()) {
                        explain(done, token, url, file, chosen);
                    } else {
                        paste(done, token, url, file, chosen.getFirst());
                    }
                });
        return ExitCode.DONE;
    }

    /** There is nothing to keep secret here: whoever vouches for it gives it its tokens. */
    private int vouched(String client, List<Agent> chosen, Map<String, String> with) {
        if (save) {
            throw new Refusal(
                    Code.USAGE,
                    "there is no token to be kept",
                    "leave --save out: its program asks the issuer for one");
        }
        var consenting = new Consenting(shell, consent);
        consenting
                .carryOut(
                        new Request(action, client, with),
                        "Let it in, with tokens of " + with.get("issuer") + "?",
                        Map::of)
                .ifPresent(done -> {
                    var url = done.facts().getOrDefault("url", "");
                    if (consenting.json()) {
                        shell.terminal()
                                .say(StrictJson.provider()
                                        .createObjectBuilder()
                                        .add("url", url)
                                        .build());
                    } else if (agent.isEmpty()) {
                        shell.terminal().say(done.message());
                        var facts = new Facts().add("url", url);
                        chosen.forEach(one -> facts.add(one.title(), one.file() + "\n" + one.open(url)));
                        facts.print(shell.terminal());
                    } else {
                        shell.terminal().tell(done.message());
                        var one = agent.equals(JSON) ? Agent.CLAUDE_CODE : chosen.getFirst();
                        one.open(url).lines().forEach(shell.terminal()::say);
                    }
                });
        return ExitCode.DONE;
    }

    /** For programs. */
    private void print(Done done, ClientToken token, String url, String file) {
        var json = StrictJson.provider()
                .createObjectBuilder(
                        save
                                ? StrictJson.provider()
                                        .createObjectBuilder()
                                        .add("url", url)
                                        .add("file", file)
                                        .build()
                                : token.json(url));
        shell.terminal()
                .say(json.add("until", done.facts().getOrDefault("until", "")).build());
    }

    /** Everything once, for a person who has yet to choose. */
    private void explain(Done done, ClientToken token, String url, String file, List<Agent> agents) {
        shell.terminal().say(done.message());
        var facts = new Facts().add("until", done.facts().getOrDefault("until", ""));
        if (save) {
            facts.add("token", "in " + file + ", for 'polar mcp --client " + name + "'");
        } else {
            facts.add("token", token.text() + "   (shown once)")
                    .add("url", url)
                    .add("set", "export " + Agent.VARIABLE + "=" + token.text() + "   where the agent starts");
        }
        agents.forEach(one -> facts.add(one.title(), one.file() + "\n" + text(one, url)));
        facts.print(shell.terminal());
    }

    /** Nothing but the configuration goes to standard output. */
    private void paste(Done done, ClientToken token, String url, String file, Agent one) {
        shell.terminal().tell(done.message() + ", until " + done.facts().getOrDefault("until", ""));
        if (save) {
            shell.terminal().tell("its token is in " + file);
        } else if (!agent.equals(JSON)) {
            shell.terminal().tell("shown once:  export " + Agent.VARIABLE + "=" + token.text());
        }
        if (agent.equals(JSON)) {
            shell.terminal()
                    .say(
                            save
                                    ? text(Agent.CLAUDE_CODE, url)
                                    : token.configuration(url).toString());
            return;
        }
        shell.terminal().tell("goes into " + one.file() + ":");
        text(one, url).lines().forEach(shell.terminal()::say);
    }

    private String text(Agent one, String url) {
        return save
                ? one.local(shell.settings().launcher(), List.of("mcp", "--client", Objects.requireNonNull(name)))
                : one.remote(url);
    }

    private Agent named() {
        return Arrays.stream(Agent.values())
                .filter(one -> one.word().equals(agent))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Code.USAGE,
                        "no configuration is known for '" + agent + "'",
                        "--for claude-code, codex, vscode, openclaw or json"));
    }
}
