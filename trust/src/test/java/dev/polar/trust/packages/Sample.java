package dev.polar.trust.packages;

import dev.polar.trust.admission.Level;
import dev.polar.trust.attestation.Attestations;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.attestation.PackageStatement;
import dev.polar.trust.attestation.Statement;
import dev.polar.trust.container.Entry;
import dev.polar.trust.container.StrictZip;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A small package and its publisher, and the parts to forge others from. */
final class Sample {
    static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    static final SigningKey ACME = SigningKey.generate();
    static final SigningKey ACME_TOO = SigningKey.generate();
    static final SigningKey STRANGER = SigningKey.generate();
    static final SigningKey REVIEWER = SigningKey.generate();

    private Sample() {}

    static String manifest(String name, String version, int epoch, String more) {
        return """
                {
                  "$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
                  "name": "%s",
                  "version": "%s",
                  "description": "Forecasts for a place and day",
                  "extensions": { "dev.polar": { "format": 1, "epoch": %d%s } }
                }
                """.formatted(name, version, epoch, more);
    }

    static Map<String, String> files(String name) {
        var files = new LinkedHashMap<String, String>();
        files.put("plugin.json", manifest(name, "1.4.0", 7, ""));
        files.put("dev.polar/code/weather.jar", "stands for a jar");
        files.put("skills/forecast/SKILL.md", "---\nname: forecast\ndescription: Tells the weather\n---\nLook up.\n");
        return files;
    }

    static Map<String, String> files() {
        return files("acme.weather");
    }

    static List<Entry> entries(Map<String, String> files) {
        var entries = new ArrayList<Entry>();
        files.forEach((name, text) -> entries.add(new Entry(name, text.getBytes(StandardCharsets.UTF_8))));
        return entries;
    }

    static byte[] signed(SigningKey... keys) {
        return Packer.pack(entries(files()), NOW, keys);
    }

    static void write(Path directory, Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            var path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    static PackageStatement statement(Map<String, String> files, String name, String version, int epoch) {
        var subjects = new LinkedHashMap<String, Digest>();
        files.forEach((file, text) -> subjects.put(file, Digest.of(text.getBytes(StandardCharsets.UTF_8))));
        return new PackageStatement(subjects, name, version, epoch, NOW);
    }

    static PackageStatement statement() {
        return statement(files(), "acme.weather", "1.4.0", 7);
    }

    static Envelope envelope(byte[] payload, SigningKey... keys) {
        return Dsse.sign(Statement.PAYLOAD_TYPE, payload, keys);
    }

    static Envelope envelope(SigningKey... keys) {
        return envelope(statement().payload(), keys);
    }

    /** Those files under those envelopes, whether they fit or not. */
    static byte[] forged(Map<String, String> files, Envelope... envelopes) {
        return withAttestations(files, new Attestations(Arrays.asList(envelopes)).bytes());
    }

    static byte[] withAttestations(Map<String, String> files, byte[] attestations) {
        var entries = new ArrayList<>(entries(files));
        entries.add(new Entry(Attestations.ENTRY, attestations));
        return StrictZip.write(entries);
    }

    static Publisher publisher(Level level, int threshold, SigningKey... keys) {
        return new Publisher(
                "acme", Arrays.stream(keys).map(SigningKey::publicKey).toList(), threshold, Set.of("acme"), level);
    }

    static Keyring keyring(Publisher... publishers) {
        return new Keyring(List.of(publishers), List.of());
    }

    /** A keyring in which acme's first key is enrolled. */
    static Keyring keyring() {
        return keyring(publisher(Level.COMMUNITY, 1, ACME));
    }
}
