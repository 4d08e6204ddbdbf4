package dev.polar.cli;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.Nearest;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what was probably meant. */
final class Misuse {
    private Misuse() {}

    static Refusal refusal(ParameterException fault) {
        var command = fault.getCommandLine();
        var help = command.getCommandSpec().qualifiedName() + " --help";
        if (fault instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            var word = unmatched.getUnmatched().getFirst();
            return new Refusal(
                    Code.USAGE,
                    command.getCommandSpec().qualifiedName() + " does not know '" + word + "'",
                    Nearest.to(word, known(command))
                            .map(near -> "did you mean '" + near + "'? Or see " + help)
                            .orElse(help));
        }
        return new Refusal(Code.USAGE, decapitalised(fault.getMessage()), help);
    }

    private static List<String> known(CommandLine command) {
        return Stream.concat(
                        command.getSubcommands().keySet().stream(),
                        command.getCommandSpec().options().stream().map(OptionSpec::longestName))
                .toList();
    }

    private static String decapitalised(String message) {
        return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
