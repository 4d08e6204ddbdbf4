package dev.polar.cli.shell;

import dev.polar.adminapi.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A verb that changes something: one request, one plan, one signature. */
public abstract class Changing implements Callable<Integer> {
    protected final Shell shell;

    @Mixin
    protected ConsentOptions consent = new ConsentOptions();

    protected Changing(Shell shell) {
        this.shell = shell;
    }

    /** What is wanted. */
    protected abstract Request request();

    /** The question a person is asked, with its question mark. */
    protected abstract String question();

    @Override
    public final Integer call() {
        return new Consenting(shell, consent).run(request(), question());
    }
}
