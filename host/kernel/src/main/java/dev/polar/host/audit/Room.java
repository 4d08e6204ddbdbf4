package dev.polar.host.audit;

import dev.polar.host.store.DiskReserve;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Decision;
import dev.polar.trust.audit.Stage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Room on the disk for the log. When little is left, the reserve is given back and is for the end of what was begun, for
 * refusals, revocations and what operators do about it; nothing else begins until there is room again.
 */
final class Room {
    /** Whose records say that something begins that is not an operator's. */
    private static final Set<String> WORK =
            Set.of(Category.CALL.text(), Category.BROKER.text(), Category.SECRET.text(), Category.CHANNEL.text());

    /** What brings packages in. */
    private static final Set<String> GROWTH = Set.of("upload", "install", "stage", "update", "canary");

    /** Said of what went through already. */
    private static final String TRAFFIC = "net.traffic";

    private volatile Optional<DiskReserve> reserve = Optional.empty();
    private volatile boolean scarce;
    private volatile boolean gaveBack;
    private volatile boolean looked;

    /**
     * From now on there is something to give back.
     *
     * @param full whether it was given back before the start
     */
    void keep(DiskReserve kept, boolean full) {
        gaveBack = full;
        scarce = full;
        reserve = Optional.of(kept);
    }

    /** Whether the disk is short of room. */
    boolean isScarce() {
        return scarce;
    }

    /** @throws Refusal {@code AUDIT_UNAVAILABLE} if it would begin something for which there is no room */
    void require(Draft draft) {
        if (scarce && begins(draft)) {
            throw refusal();
        }
    }

    /** Looks at the disk; what it says goes on record. */
    Optional<Draft> look() {
        var news = reserve.flatMap(kept -> scarce ? again(kept) : still(kept));
        looked = true;
        return news;
    }

    private Optional<Draft> still(DiskReserve kept) {
        if (kept.usable() >= kept.least()) {
            if (!kept.isHeld() && kept.usable() >= kept.least() + kept.bytes()) {
                kept.take();
            }
            return Optional.empty();
        }
        long usable = kept.usable();
        scarce = true;
        gaveBack = kept.giveBack();
        return Optional.of(Draft.of(Category.HOST, "space.scarce")
                .fact("bytesLeft", usable)
                .fact("bytesGivenBack", gaveBack ? kept.bytes() : 0));
    }

    private Optional<Draft> again(DiskReserve kept) {
        long needed = kept.least() + kept.least() / 4 + (gaveBack ? kept.bytes() : 0);
        if (kept.usable() < needed || gaveBack && !kept.take()) {
            return Optional.empty();
        }
        scarce = false;
        gaveBack = false;
        return Optional.of(Draft.of(Category.HOST, "space.enough").fact("bytesLeft", kept.usable()));
    }

    private static boolean begins(Draft draft) {
        if (draft.said("decision").equals(Optional.of(Decision.DENY.name()))
                || draft.said("stage").equals(Optional.of(Stage.OUTCOME.name()))) {
            return false;
        }
        var category = draft.said("category").orElse("");
        var action = draft.said("action").orElse("");
        return WORK.contains(category) && !action.equals(TRAFFIC)
                || category.equals(Category.PLUGIN.text()) && GROWTH.contains(action);
    }

    private Refusal refusal() {
        return new Refusal(
                Code.AUDIT_UNAVAILABLE,
                "the disk of the data directory is nearly full, so nothing is begun",
                "make room there; polar status shows how much is left",
                Map.of("certain", "yes"));
    }

    /** What an operator has to know, if it is short. */
    Optional<Refusal> problem() {
        return reserve.flatMap(kept -> {
            var left = "the disk of the data directory has " + (kept.usable() >> 20) + " MiB left";
            if (scarce) {
                return told(left + ": calls and installs are refused; refusals, revocations and stopping work");
            }
            return looked && !kept.isHeld() && kept.bytes() > 0
                    ? told(left + ", too little for the reserve of the log, " + (kept.bytes() >> 20) + " MiB")
                    : Optional.empty();
        });
    }

    private static Optional<Refusal> told(String what) {
        return Optional.of(new Refusal(Code.AUDIT_UNAVAILABLE, what, "make room there"));
    }
}
