package dev.polar.host.broker;

import dev.polar.spi.PluginId;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;

/** What an operator consented to when a secret was set: whose it is and where it goes. The value is not part of it. */
record SecretTerms(Owner owner, String name, Audience audience, SecretPlacement placement) {

    /** What consents to it are about. */
    static String object(PluginId plugin, String name) {
        return "secret:" + plugin + "/" + name;
    }

    String object() {
        return object(owner.plugin(), name);
    }

    JsonObject json() {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("plugin", owner.plugin().name())
                .add("publisher", owner.publisher())
                .add("name", name)
                .add("audience", audience.toString())
                .add("placement", placement.toString())
                .build();
    }

    static SecretTerms of(JsonObject body) {
        return new SecretTerms(
                new Owner(new PluginId(body.getString("plugin")), body.getString("publisher")),
                body.getString("name"),
                Audience.parse(body.getString("audience")),
                SecretPlacement.parse(body.getString("placement")));
    }
}
