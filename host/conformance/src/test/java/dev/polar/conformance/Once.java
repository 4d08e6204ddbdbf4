package dev.polar.conformance;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value made when it is first asked for; a failure, or a skipped test's reason, is the same for all who ask. */
final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T made;
    private @Nullable RuntimeException thrown;
    private @Nullable Error failed;

    private Once(Supplier<T> maker) {
        this.maker = maker;
    }

    static <T> Supplier<T> of(Supplier<T> maker) {
        return new Once<>(maker);
    }

    @Override
    public synchronized T get() {
        if (thrown != null) {
            throw thrown;
        }
        if (failed != null) {
            throw failed;
        }
        if (made == null) {
            try {
                made = maker.get();
            } catch (RuntimeException e) {
                thrown = e;
                throw e;
            } catch (Error e) {
                failed = e;
                throw e;
            }
        }
        return made;
    }
}
