package dev.polar.runtime.skill;

import dev.polar.runtime.child.Child;
import dev.polar.runtime.child.Spoken;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One call's process, from its arguments to its end. */
final class ScriptProcess {
    private final String label;
    private final Child child;
    private final Spoken words;
    private final CompletableFuture<Ended> ended = new CompletableFuture<>();

    /** @param words what it says on standard error */
    ScriptProcess(String label, Child child, Spoken words) {
        this.label = label;
        this.child = child;
        this.words = words;
    }

    private record Ended(byte[] output, int exit) {}

    /** Any thread may send it away; the caller is told why. */
    void stop(Refusal why) {
        ended.completeExceptionally(why);
    }

    /**
     * Gives it its input and waits for its output and its end.
     *
     * @throws Refusal {@code TOOL_FAILED}, {@code TOOL_TIMEOUT}, {@code RESULT_INVALID}, or what it was stopped with
     */
    byte[] answer(byte[] input, Instant deadline) {
        var patience = Duration.between(Instant.now(), deadline);
        thread("input", () -> write(input));
        thread("output", () -> read(patience.plusSeconds(1)));
        try {
            var how = ended.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (how.exit() != 0) {
                child.cut(); // its last words have arrived when this returns
                throw failed(how.exit());
            }
            return how.output();
        } catch (TimeoutException e) {
            throw new Refusal(
                    Code.TOOL_TIMEOUT,
                    label + " did not end before its deadline and was killed",
                    "try again, or report it to the plugin's author");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refusal why ? why : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Code.TOOL_TIMEOUT, "the call to " + label + " was interrupted", "try again");
        }
    }

    private void thread(String what, Runnable work) {
        Thread.ofPlatform().daemon().name(what + " " + label).start(work);
    }

    private void write(byte[] input) {
        try (var to = child.input()) {
            to.write(input);
        } catch (IOException e) {
            // It did not read all of it. That is its own affair.
        }
    }

    private void read(Duration patience) {
        var output = new ByteArrayOutputStream();
        var buffer = new byte[8_192];
        try {
            for (int n = child.output().read(buffer); n > 0; n = child.output().read(buffer)) {
                if (output.size() + n > ScriptAnswer.MOST) {
                    stop(ScriptAnswer.invalid(label, "it wrote more than " + ScriptAnswer.MOST + " bytes"));
                    return;
                }
                output.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // Closed under the reader: the process is at its end.
        }
        child.awaitExit(patience).ifPresent(exit -> ended.complete(new Ended(output.toByteArray(), exit)));
    }

    private Refusal failed(int exit) {
        var said = words.last(child.lastWords());
        return new Refusal(
                Code.TOOL_FAILED,
                label + " " + child.ending() + (said.isEmpty() ? "" : ": " + said),
                "correct the arguments, or look at the plugin's log",
                Map.of("exit", Integer.toString(exit)));
    }
}
