package dev.polar.runtime;

import java.util.Optional;

/** The call a plugin's thread is answering; bound behind the first door, read by the broker. */
public final class CurrentCall {
    private static final ScopedValue<Call> BOUND = ScopedValue.newInstance();

    private CurrentCall() {}

    public static Optional<Call> get() {
        return BOUND.isBound() ? Optional.of(BOUND.get()) : Optional.empty();
    }

    /** Runs {@code work} with {@code call} bound. */
    public static <T> T with(Call call, Generation.Door<T> work) throws Exception {
        return ScopedValue.where(BOUND, call).call(work::run);
    }
}
