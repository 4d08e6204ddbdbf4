package dev.polar.host.http;

import dev.polar.runtime.Cancellation.Interest;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Whoever asked something and waits may hang up. With HTTP/1.1 nobody reads the connection while a request is answered, so
 * we ask to be told when there is something to read: its end, or another request of somebody who does not wait. Nothing is
 * read here, so either is found by whom it concerns.
 */
public final class Departure {
    private Departure() {}

    /** What runs something once whoever sent that request, whose body was read, waits no more. */
    public static Function<Runnable, Interest> of(Request request) {
        var line = request.getConnectionMetaData().getConnection().getEndPoint();
        return leave -> watch(line, leave);
    }

    private static Interest watch(EndPoint line, Runnable leave) {
        if (!(line instanceof AbstractEndPoint watched) || !line.tryFillInterested(new Left(leave))) {
            return () -> {};
        }
        return () -> watched.getFillInterest().onFail(new StillHere());
    }

    /** Takes the question back; the connection goes on as if it had not been asked. */
    private static final class StillHere extends CancellationException {
        private static final long serialVersionUID = 1;
    }

    private record Left(Runnable leave) implements Callback {
        @Override
        public void succeeded() {
            leave.run();
        }

        @Override
        public void failed(Throwable why) {
            if (!(why instanceof StillHere)) {
                leave.run();
            }
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
