package dev.polar.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_DESCRIPTION;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_PARAMETER_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING;

import java.util.List;
import picocli.CommandLine;

/** Help for all verbs, group by group, and for one. */
final class RootHelp {
    static final String VERBS = "verbs";

    static final List<String> SECTIONS = List.of(
            SECTION_KEY_DESCRIPTION,
            SECTION_KEY_SYNOPSIS_HEADING,
            SECTION_KEY_SYNOPSIS,
            VERBS,
            SECTION_KEY_PARAMETER_LIST,
            SECTION_KEY_OPTION_LIST,
            SECTION_KEY_FOOTER_HEADING,
            SECTION_KEY_FOOTER);

    private RootHelp() {}

    static String verbs(CommandLine.Help help) {
        var commands = help.commandSpec().subcommands();
        var out = new StringBuilder();
        if (help.commandSpec().parent() == null) {
            for (var group : Verbs.GROUPS) {
                out.append(String.format("%n%s:%n", group.title()));
                group.verbs().forEach(verb -> line(out, verb.name(), commands.get(verb.name())));
            }
        } else {
            commands.forEach((name, command) -> line(out, name, command));
        }
        return out.isEmpty() ? "" : out + String.format("%n");
    }

    private static void line(StringBuilder out, String name, CommandLine command) {
        var description = command.getCommandSpec().usageMessage().description();
        out.append(String.format("  %-13s %s%n", name, description.length == 0 ? "" : description[0]));
    }
}
