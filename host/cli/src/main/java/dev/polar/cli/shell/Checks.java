package dev.polar.cli.shell;

import dev.polar.adminapi.Check;
import java.util.List;

/** Checks as a table, or one per line for programs; the exit code says whether all of them held. */
public final class Checks {
    private Checks() {}

    /** Prints them; returns the exit code. */
    public static int print(List<Check> checks, JsonFlag json, Terminal terminal) {
        if (json.set()) {
            checks.forEach(check -> terminal.say(Wire.write(check)));
        } else {
            var table = Table.of("CHECK", "", "FOUND", "NEXT");
            checks.forEach(check ->
                    table.row(check.name(), check.ok() ? "ok" : "no", check.found(), check.ok() ? "" : check.next()));
            table.print(terminal, "nothing was checked");
        }
        return checks.stream().allMatch(Check::ok) ? ExitCode.DONE : ExitCode.FAILED_CHECK;
    }
}
