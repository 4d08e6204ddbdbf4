package dev.polar.host.catalog;

import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.Permission;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.Locale;

/**
 * What an operator consented to when a package was installed: the part of the signed body that admission rests on.
 *
 * @param file digest of the file it came in
 * @param level what it proved then; what it proves is asked anew at each start
 * @param grant every permission it is given
 */
public record Terms(
        PluginId plugin,
        Version version,
        int epoch,
        Digest content,
        Digest file,
        String publisher,
        Level level,
        Placement placement,
        Provenance provenance,
        Grant grant,
        Effects effects) {

    /** These terms as members of a body. */
    public JsonObjectBuilder json() {
        var permissions = StrictJson.provider().createArrayBuilder();
        grant.permissions().forEach(permission -> permissions.add(permission.toString()));
        return StrictJson.provider()
                .createObjectBuilder()
                .add("plugin", plugin.name())
                .add("version", version.toString())
                .add("epoch", epoch)
                .add("content", content.toString())
                .add("file", file.toString())
                .add("publisher", publisher)
                .add("level", level.label())
                .add("placement", label(placement))
                .add("provenance", label(provenance))
                .add("permissions", permissions)
                .add("effects", effects.json());
    }

    /** Reads the members that {@link #json} writes; others are ignored. */
    public static Terms of(JsonObject body) {
        return new Terms(
                new PluginId(body.getString("plugin")),
                Version.parse(body.getString("version")),
                body.getInt("epoch"),
                Digest.parse(body.getString("content")),
                Digest.parse(body.getString("file")),
                body.getString("publisher"),
                Level.labelled(body.getString("level")).orElseThrow(),
                Placement.valueOf(body.getString("placement").toUpperCase(Locale.ROOT)),
                Provenance.valueOf(body.getString("provenance").toUpperCase(Locale.ROOT)),
                Grant.of(body.getJsonArray("permissions").getValuesAs(JsonString.class).stream()
                        .map(text -> Permission.parse(text.getString()))
                        .toList()),
                Effects.of(body.getJsonObject("effects")));
    }

    /** {@code name@version}. */
    public String release() {
        return plugin + "@" + version;
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
