package dev.polar.trust.delta;

import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.PermissionRequest;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Permission;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A profile as JSON; its canonical form is the same for equal profiles. Kinds of which there are none are left out. */
final class ProfileJson {
    private static final JsonProvider JSON = StrictJson.provider();

    private ProfileJson() {}

    static JsonObject write(Profile profile) {
        var signers = JSON.createArrayBuilder();
        profile.signers().forEach(key -> signers.add(key.hex()));
        var permissions = JSON.createArrayBuilder();
        profile.permissions()
                .forEach(asked -> permissions.add(JSON.createObjectBuilder()
                        .add("permission", asked.permission().toString())
                        .add("reason", asked.reason())
                        .add("optional", asked.optional())));
        var json = JSON.createObjectBuilder()
                .add("plugin", profile.plugin().name())
                .add("version", profile.version().toString())
                .add("epoch", profile.epoch())
                .add("publisher", profile.publisher())
                .add("signers", signers)
                .add("level", profile.level().label())
                .add("placement", label(profile.placement()))
                .add("format", label(profile.format()))
                .add("permissions", permissions);
        profile.parts().forEach((kind, named) -> {
            if (!named.isEmpty()) {
                json.add(kind.member(), parts(named));
            }
        });
        return json.build();
    }

    private static JsonObject parts(SortedMap<String, Part> named) {
        var json = JSON.createObjectBuilder();
        named.forEach((name, part) -> json.add(name, JSON.createObjectBuilder(Map.copyOf(part.members()))));
        return json.build();
    }

    static Profile read(JsonObject json) {
        var signers = new TreeSet<KeyId>();
        json.getJsonArray("signers")
                .getValuesAs(JsonString.class)
                .forEach(key -> signers.add(new KeyId(key.getString())));
        var parts = new EnumMap<Kind, SortedMap<String, Part>>(Kind.class);
        for (var kind : Kind.values()) {
            if (kind.named() && json.containsKey(kind.member())) {
                parts.put(kind, parts(json.getJsonObject(kind.member())));
            }
        }
        return new Profile(
                new PluginId(json.getString("plugin")),
                Version.parse(json.getString("version")),
                json.getInt("epoch"),
                json.getString("publisher"),
                signers,
                Level.labelled(json.getString("level")).orElseThrow(),
                Placement.valueOf(json.getString("placement").toUpperCase(Locale.ROOT)),
                Format.valueOf(json.getString("format").toUpperCase(Locale.ROOT)),
                permissions(json),
                parts);
    }

    private static List<PermissionRequest> permissions(JsonObject json) {
        return json.getJsonArray("permissions").getValuesAs(JsonObject.class).stream()
                .map(asked -> new PermissionRequest(
                        Permission.parse(asked.getString("permission")),
                        asked.getString("reason"),
                        asked.getBoolean("optional")))
                .toList();
    }

    private static SortedMap<String, Part> parts(JsonObject json) {
        var named = new TreeMap<String, Part>();
        json.forEach((name, members) -> {
            var texts = new TreeMap<String, String>();
            members.asJsonObject().forEach((member, value) -> texts.put(member, ((JsonString) value).getString()));
            named.put(name, new Part(texts));
        });
        return named;
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
