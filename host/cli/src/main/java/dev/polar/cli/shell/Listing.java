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

    @Override
    public final Integer call() {
        var answer = host.host(shell).get(target());
        if (json.set()) {
            rows(answer).forEach(shell.terminal()::say);
        } else {
            table(Wire.list(answer, type)).print(shell.terminal(), otherwise());
        }
        return ExitCode.DONE;
    }

    private static List<JsonValue> rows(JsonValue answer) {
        return answer instanceof JsonArray array ? array : List.of();
    }
}
