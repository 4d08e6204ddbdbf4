package dev.polar.host.catalog;

import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Grant;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        SortedSet<KeyId> signers,
        Level level,
        Format format,
        Placement placement,
        Provenance provenance,
        Grant grant,
        Effects effects) {

    /** These terms as members of a body. */
    public JsonObjectBuilder json() {
        var signed = StrictJson.provider().createArrayBuilder();
        signers.forEach(key -> signed.add(key.hex()));
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
                .add("signers", signed)
                .add("level", level.label())
                .add("format", label(format))
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
                texts(body, "signers").map(KeyId::new).collect(Collectors.toCollection(TreeSet::new)),
                Level.labelled(body.getString("level")).orElseThrow(),
                Format.valueOf(body.getString("format").toUpperCase(Locale.ROOT)),
                Placement.valueOf(body.getString("placement").toUpperCase(Locale.ROOT)),
                Provenance.valueOf(body.getString("provenance").toUpperCase(Locale.ROOT)),
                Grant.parse(texts(body, "permissions").toList()),
                Effects.of(body.getJsonObject("effects")));
    }

    /** The same with another grant. */
    public Terms granting(Grant other) {
        return new Terms(
                plugin,
                version,
                epoch,
                content,
                file,
                publisher,
                signers,
                level,
                format,
                placement,
                provenance,
                other,
                effects);
    }

    /** {@code name@version}. */
    public String release() {
        return plugin + "@" + version;
    }

    /** What is known of the package without opening it; its entries' digests are the row's. */
    public Facts facts(Collection<Digest> entries) {
        var digests = new HashSet<>(entries);
        digests.add(content);
        digests.add(file);
        return new Facts(
                plugin,
                version,
                epoch,
                content,
                digests,
                publisher,
                signers,
                level,
                provenance,
                format,
                grant,
                placement);
    }

    private static Stream<String> texts(JsonObject body, String name) {
        return body.getJsonArray(name).getValuesAs(JsonString.class).stream().map(JsonString::getString);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
