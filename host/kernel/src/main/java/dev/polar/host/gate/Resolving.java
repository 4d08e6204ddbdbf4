package dev.polar.host.gate;

import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Optional;
import java.util.function.Supplier;

/** The target exists. A target of a plugin that is out is refused with what keeps the plugin out. */
final class Resolving implements Stage {
    private final Supplier<Optional<Refusal>> shut;

    /** @param shut why nothing at all is there to be found, if that is so */
    Resolving(Supplier<Optional<Refusal>> shut) {
        this.shut = shut;
    }

    @Override
    public String name() {
        return "resolve";
    }

    @Override
    public Optional<Refusal> check(Passage passage) {
        var target = passage.call().target();
        var found = passage.seen().find(target, passage.call().session());
        if (found.isPresent()) {
            passage.resolved(found.get());
            return Optional.empty();
        }
        return Optional.of(
                passage.seen().standing(target.plugin()).orElse(null) instanceof Standing.Out out
                        ? out.why()
                        : passage.seen()
                                .withheld(target, passage.call().session())
                                .or(shut)
                                .orElseGet(() -> unknown(target)));
    }

    private static Refusal unknown(Target target) {
        return new Refusal(Code.TARGET_UNKNOWN, "no enabled plugin offers " + target, "polar tools");
    }
}
