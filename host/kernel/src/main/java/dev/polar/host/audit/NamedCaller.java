package dev.polar.host.audit;

import dev.polar.spi.Caller;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A caller as a record names it. People's ids are personal: they are left out here and leave as commitments.
 *
 * @param auth how that is known
 */
record NamedCaller(Caller caller, String auth) {

    /** Those for whom it asks, the nearest first. */
    List<NamedCaller> behalf() {
        var chain = new ArrayList<NamedCaller>();
        for (var next = caller; next instanceof Caller.OtherPlugin plugin; ) {
            next = plugin.behalf();
            chain.add(new NamedCaller(next, auth));
        }
        return chain;
    }

    boolean isPersonal() {
        return caller instanceof Caller.ChannelUser;
    }

    JsonObject json() {
        var object = StrictJson.provider().createObjectBuilder().add("kind", kind());
        return (isPersonal() ? object.addNull("id") : object.add("id", caller.name()))
                .add("auth", auth)
                .build();
    }

    private String kind() {
        return switch (caller) {
            case Caller.Operator _ -> "operator";
            case Caller.Client _ -> "client";
            case Caller.ChannelUser _ -> "user";
            case Caller.OtherPlugin _ -> "plugin";
            case Caller.Schedule _ -> "schedule";
        };
    }
}
