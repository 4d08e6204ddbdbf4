package dev.polar.host.gate;

import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a client was not given it does not reach, whatever list it has in its hands, and no plugin reaches it for the
 * client either.
 */
final class KeepingProfile implements Stage {
    private final Function<String, Optional<ClientProfile>> profiles;

    /** @param profiles of clients that are let in, by their names */
    KeepingProfile(Function<String, Optional<ClientProfile>> profiles) {
        this.profiles = profiles;
    }

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public Optional<Refusal> check(Passage passage) {
        var caller = passage.call().caller();
        while (caller instanceof Caller.OtherPlugin plugin) {
            caller = plugin.behalf();
        }
        return caller instanceof Caller.Client(var name) ? check(name, passage) : Optional.empty();
    }

    private Optional<Refusal> check(String client, Passage passage) {
        var profile = profiles.apply(client);
        if (profile.isEmpty()) {
            return Optional.of(
                    new Refusal(Code.CLIENT_UNKNOWN, "client '" + client + "' is let in no more", "polar client list"));
        }
        var target = passage.call().target();
        return profile.get().allows(target, passage.reads())
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Code.PROFILE_DENIED,
                        "the profile of client '" + client + "' leaves " + target + " out"
                                + (profile.get().readOnly() ? ": it may only read" : ""),
                        "an operator: polar client list shows what it may see",
                        Map.of("client", client)));
    }
}
