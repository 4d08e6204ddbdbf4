package dev.polar.cli;

import dev.polar.cli.shell.CliSettings;
import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.RefusalText;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Terminal;
import dev.polar.cli.shell.Verb;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code polar}. */
public final class Polar {
    private Polar() {}

    /** Ends the process with the command's exit code. */
    public static void main(String[] args) {
        var settings = CliSettings.ofThisProcess();
        System.exit(run(new Shell(Terminal.ofThisProcess(settings), settings), args));
    }

    /** Runs one command and returns its exit code. */
    public static int run(Shell shell, String... args) {
        return commandLine(shell, args).execute(args);
    }

    /** The command line that understands these arguments: the one verb they name, or all of them. */
    static CommandLine commandLine(Shell shell, String... args) {
        var named = Verbs.all().stream()
                .filter(verb -> args.length > 0 && verb.is(args[0]))
                .toList();
        var root = new CommandLine(new Root());
        add(root, named.isEmpty() ? Verbs.all() : named, shell);
        return configured(root, shell);
    }

    private static void add(CommandLine parent, List<Verb> verbs, Shell shell) {
        for (var verb : verbs) {
            var command = new CommandLine(verb.command().apply(shell));
            add(command, verb.parts(), shell);
            if (verb.alias().isEmpty()) {
                parent.addSubcommand(verb.name(), command);
            } else {
                parent.addSubcommand(verb.name(), command, verb.alias());
            }
        }
        help(parent.getCommandSpec());
    }

    private static CommandLine configured(CommandLine root, Shell shell) {
        var terminal = shell.terminal();
        root.setHelpSectionKeys(RootHelp.SECTIONS);
        root.getHelpSectionMap().put(RootHelp.VERBS, RootHelp::verbs);
        return root.setExecutionExceptionHandler((fault, command, parsed) -> fail(refusal(fault), command, terminal))
                .setParameterExceptionHandler(
                        (fault, args) -> fail(Misuse.refusal(fault), fault.getCommandLine(), terminal))
                .setOut(new PrintWriter(terminal.out(), true))
                .setErr(new PrintWriter(terminal.err(), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setUsageHelpWidth(110);
    }

    private static void help(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
        spec.usageMessage().footerHeading("%nExample:%n").sortOptions(false).abbreviateSynopsis(true);
    }

    private static int fail(Refusal refusal, CommandLine command, Terminal terminal) {
        if (command.getCommandSpec().mixins().values().stream()
                .anyMatch(mixin -> mixin.userObject() instanceof JsonFlag json && json.set())) {
            terminal.say(RefusalText.json(refusal));
        }
        RefusalText.print(refusal, terminal);
        return ExitCode.of(refusal.code());
    }

    private static Refusal refusal(Exception fault) {
        return fault instanceof Refusal refusal
                ? refusal
                : new Refusal(
                        Code.INTERNAL,
                        fault.toString(),
                        "this is a fault of Polar's own",
                        Map.of("at", String.valueOf(fault.getStackTrace()[0])));
    }
}
