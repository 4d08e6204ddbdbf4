package dev.polar.host.endpoint;

import dev.polar.host.snapshot.Snapshot;
import java.util.function.Function;

/** What was made of the last snapshot that somebody asked about, so that not everybody makes it again. */
final class PerSnapshot<T> {
    private final Function<Snapshot, T> make;
    private volatile Made<T> last;

    private record Made<T>(Snapshot of, T value) {}

    PerSnapshot(Function<Snapshot, T> make) {
        this.make = make;
        this.last = new Made<>(Snapshot.EMPTY, make.apply(Snapshot.EMPTY));
    }

    T of(Snapshot snapshot) {
        var known = last;
        if (known.of() != snapshot) {
            known = new Made<>(snapshot, make.apply(snapshot));
            last = known;
        }
        return known.value();
    }
}
