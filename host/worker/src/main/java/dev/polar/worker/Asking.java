package dev.polar.worker;

import dev.polar.runtime.CurrentCall;
import dev.polar.runtime.rpc.Ask;
import dev.polar.runtime.rpc.Peer;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.worker.Members;
import dev.polar.runtime.worker.Method;
import dev.polar.runtime.worker.RefusalJson;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Asks the host for something, in the name of the call that this thread answers: its id is the handle that the host gave
 * it. A thread that answers no call has no handle, and the host gives it what the plugin holds for nobody.
 */
final class Asking {
    /** The host ends a process that asks for more at once. */
    private static final int MOST = 64;

    /** The host answers within the deadline of the call; this is only so that nothing waits for ever. */
    private static final Duration LONG = Duration.ofHours(1);

    private final Supplier<Peer> host;
    private final Semaphore places = new Semaphore(MOST);

    Asking(Supplier<Peer> host) {
        this.host = host;
    }

    /**
     * Asks and waits.
     *
     * @throws Refusal what the host refuses
     */
    Members ask(String method, JsonObjectBuilder params) {
        CurrentCall.get().ifPresent(call -> params.add(Method.HANDLE, call.id()));
        try {
            places.acquire();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Refusal(Code.TOOL_FAILED, method + " was interrupted", "");
        }
        try {
            var reply = host.get()
                    .send(new Ask(method, params.build()))
                    .await(Instant.now().plus(LONG));
            return switch (reply) {
                case Reply.Result(var value) -> Members.in(value);
                case Reply.Fault fault -> throw RefusalJson.read(fault);
            };
        } finally {
            places.release();
        }
    }

    /** Says something that nobody answers. */
    void tell(String method, JsonObjectBuilder params) {
        host.get().tell(method, params.build());
    }
}
