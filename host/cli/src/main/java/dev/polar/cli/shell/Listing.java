package dev.polar.cli.shell;

import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/**
 * A verb that shows what the host answers: a table for people, one object per line for programs.
 *
 * @param <R> one row
 */
public abstract class Listing<R extends Record> implements Callable<Integer> {
    private final Shell shell;
    private final Class<R> type;

    @Mixin
    HostOptions host = new HostOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    protected Listing(Shell shell, Class<R> type) {
        this.shell = shell;
        this.type = type;
    }

    /** What the host is asked. */
    protected abstract String target();

    /** The rows as people read them. */
    protected abstract Table table(List<R> rows);

    /** What is said when there is no row. */
    protected abstract String otherwise();

    /** What a person is told beside a table of these rows; nothing, if it is empty. */
    protected String more(List<R> rows) {
        return "";
    }

    @Override
    public final Integer call() {
        var answer = host.host(shell).get(target());
        if (json.set()) {
            rows(answer).forEach(shell.terminal()::say);
        } else {
            var rows = Wire.list(answer, type);
            table(rows).print(shell.terminal(), otherwise());
            var more = more(rows);
            if (!more.isEmpty() && shell.terminal().prompt().isPresent()) {
                shell.terminal().tell(more);
            }
        }
        return ExitCode.DONE;
    }

    private static List<JsonValue> rows(JsonValue answer) {
        return answer instanceof JsonArray array ? array : List.of();
    }
}
