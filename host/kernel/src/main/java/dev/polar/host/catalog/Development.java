package dev.polar.host.catalog;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Optional;

/** What an installation for development is not for. */
public final class Development {
    private Development() {}

    /** Why a change of that action is refused in one: nobody but its developer brings code in, and nothing is prolonged. */
    public static Optional<Refusal> holdsBack(String action) {
        if (Enrolments.ACTIONS.contains(action)) {
            return Optional.of(refusal(
                    "publishers are not enrolled in a development installation: everything in it has level dev"));
        }
        return action.equals(Renewing.ACTION)
                ? Optional.of(refusal("nothing is renewed in a development installation: install it again"))
                : Optional.empty();
    }

    /** Why nothing of it is written down for another host. */
    public static Refusal staysHere() {
        return refusal("what is in a development installation lasts for a day and stays there");
    }

    private static Refusal refusal(String why) {
        return new Refusal(Code.DEV_INSTALLATION, why, "do that on a host that was started without --dev");
    }
}
