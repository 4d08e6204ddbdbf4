package dev.polar.host.egress;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up on threads kept for that: the machine's resolver holds the thread that asks it, for as long as somebody's
 * name server likes. One child never has more than a few of them.
 */
record Lookups(ExecutorService threads, Semaphore share) {
    static final int MOST_OF_ONE = 4;

    private static final long SECONDS = 10;

    <T> T run(Callable<T> lookup) throws IOException {
        boolean mine = false;
        try {
            mine = share.tryAcquire(SECONDS, TimeUnit.SECONDS);
            if (!mine) {
                throw busy();
            }
            return threads.submit(lookup).get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Refusal refusal -> throw refusal;
                case IOException io -> throw io;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (TimeoutException e) {
            throw new IOException("the name was not found within " + SECONDS + " s", e);
        } catch (RejectedExecutionException e) {
            throw busy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            if (mine) {
                share.release();
            }
        }
    }

    private static Refusal busy() {
        return new Refusal(Code.RATE_LIMITED, "too many names are being looked up", "try again later");
    }
}
