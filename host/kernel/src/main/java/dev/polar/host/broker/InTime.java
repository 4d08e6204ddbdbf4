package dev.polar.host.broker;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the host's part of a request on a thread of the host. The plugin's thread waits no longer than it may, and when
 * its call is cancelled, it is interrupted and takes the connection with it.
 */
final class InTime {
    private final long end;
    private final Duration patience;

    private InTime(Duration patience) {
        this.end = System.nanoTime() + patience.toNanos();
        this.patience = patience;
    }

    static InTime within(Duration patience) {
        return new InTime(patience);
    }

    <T> T run(Destination to, Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.ofVirtual()
                .name("broker-http")
                .inheritInheritableThreadLocals(false)
                .start(task);
        try {
            return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw failed(to, "no answer within " + patience.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(to, "the call was cancelled");
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case Refusal refusal -> refusal;
                case IOException io -> failed(to, io.getClass().getSimpleName() + ": " + io.getMessage());
                default -> new IllegalStateException(e.getCause());
            };
        } finally {
            task.cancel(true);
        }
    }

    private static Refusal failed(Destination to, String why) {
        return new Refusal(
                Code.HTTP_FAILED, "the request to " + to + " failed: " + CleanText.line(why), "try again later");
    }
}
