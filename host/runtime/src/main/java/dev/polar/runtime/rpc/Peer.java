package dev.polar.runtime.rpc;

import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import java.util.Optional;

/** The other side of a connection. Any number of threads may ask at once. */
public interface Peer extends AutoCloseable {
    /**
     * Sends a request without waiting.
     *
     * @throws Refusal if the connection has ended or takes no more
     */
    Exchange send(Ask ask);

    /** Sends a notification if it can; nobody learns whether it arrived. */
    void tell(String method, JsonObject params);

    /** Why nothing more can be sent, once that is so. */
    Optional<Refusal> ended();

    /**
     * Has that run once the connection has ended, whoever ended it; at once if it has. One that nobody but this side ends may
     * leave it.
     *
     * @param then must not wait
     */
    default void onEnd(Runnable then) {}

    /** Ends the connection without waiting; requests under way fail. */
    @Override
    void close();
}
