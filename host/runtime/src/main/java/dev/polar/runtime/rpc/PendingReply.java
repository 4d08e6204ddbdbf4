package dev.polar.runtime.rpc;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An exchange over a future; a transport adds how the other side is told to stop. */
public abstract class PendingReply extends CompletableFuture<Reply> implements Exchange {
    private final String name;

    protected PendingReply(String name) {
        this.name = name;
    }

    /** Tells the other side that nobody waits any more. */
    protected abstract void stop(String reason);

    @Override
    public Reply await(Instant deadline) {
        try {
            return get(Duration.between(Instant.now(), deadline).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw given(
                    "deadline reached",
                    name + " did not answer before the deadline",
                    "try again, or ask for less at once");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw given("no longer wanted", "the call to " + name + " was interrupted", "try again");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new IllegalStateException("asking " + name, e.getCause());
        }
    }

    private Refusal given(String reason, String message, String hint) {
        var refusal = new Refusal(Code.TOOL_TIMEOUT, message, hint);
        completeExceptionally(refusal);
        stop(reason);
        return refusal;
    }

    @Override
    public boolean answered() {
        return isDone() && !isCompletedExceptionally();
    }

    @Override
    public void abandon(Refusal why) {
        if (completeExceptionally(why)) {
            stop(why.code().name());
        }
    }
}
