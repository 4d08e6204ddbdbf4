package dev.polar.trust.delta;

import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.PermissionRequest;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Permission;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Profiles to compare. */
final class Profiles {
    private Profiles() {}

    /** {@code acme.github 1.4.0}, confined, with these permissions, of which {@code ?x} is optional. */
    static Profile asking(String... permissions) {
        return new Profile(
                new PluginId("acme.github"),
                Version.parse("1.4.0"),
                1,
                "acme",
                new TreeSet<>(List.of(key("acme"))),
                Level.COMMUNITY,
                Placement.CONFINED,
                Format.MCP,
                Arrays.stream(permissions).map(Profiles::asked).toList(),
                Map.of());
    }

    private static PermissionRequest asked(String permission) {
        var optional = permission.startsWith("?");
        return new PermissionRequest(
                Permission.parse(optional ? permission.substring(1) : permission), "because", optional);
    }

    /** The same with these tools, each {@code name=members}. */
    static Profile with(Profile profile, Kind kind, String... named) {
        SortedMap<String, Part> parts = Arrays.stream(named)
                .map(text -> text.split("=", 2))
                .collect(Collectors.toMap(
                        text -> text[0],
                        text -> text.length == 1 ? Part.NAMED : part(text[1]),
                        (one, other) -> other,
                        TreeMap::new));
        return profile.with(kind, parts);
    }

    /** {@code effect:read;description:...}; every member but the effect by its digest. */
    private static Part part(String members) {
        var part = Part.NAMED;
        for (var member : members.split(";")) {
            var name = member.substring(0, member.indexOf(':'));
            var value = member.substring(member.indexOf(':') + 1);
            part = name.equals("effect") || name.equals("range")
                    ? part.with(name, value)
                    : part.with(name, value.getBytes(StandardCharsets.UTF_8));
        }
        return part;
    }

    static KeyId key(String of) {
        return new KeyId(Digest.of(of.getBytes(StandardCharsets.UTF_8)).hex());
    }

    static Profile signed(Profile p, String publisher, String... keys) {
        var signers = Arrays.stream(keys).map(Profiles::key).collect(Collectors.toCollection(TreeSet::new));
        return new Profile(
                p.plugin(),
                p.version(),
                p.epoch(),
                publisher,
                signers,
                p.level(),
                p.placement(),
                p.format(),
                p.permissions(),
                p.parts());
    }

    static Profile released(Profile p, String version, int epoch) {
        return new Profile(
                p.plugin(),
                Version.parse(version),
                epoch,
                p.publisher(),
                p.signers(),
                p.level(),
                p.placement(),
                p.format(),
                p.permissions(),
                p.parts());
    }

    static Profile placed(Profile p, Level level, Placement placement, Format format) {
        return new Profile(
                p.plugin(),
                p.version(),
                p.epoch(),
                p.publisher(),
                p.signers(),
                level,
                placement,
                format,
                p.permissions(),
                p.parts());
    }
}
