package dev.polar.runtime.skill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Needs;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Egress;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.fixture.FakeHost;
import dev.polar.spi.Caller;
import dev.polar.spi.PluginId;
import dev.polar.spi.Trace;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.permission.Grant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A package of skills whose scripts answer tools, in a directory, and a host around it. */
final class Skilled implements PackageContent {
    static final PluginId PLUGIN = new PluginId("acme.skilled");

    private final Path directory;
    private final Path data;
    private final List<String> tools = new ArrayList<>();
    private final List<String> grant = new ArrayList<>();
    private Map<String, String> secrets = Map.of();

    /** @param data what {@code $DATA} is */
    Skilled(Path directory, Path data) {
        this.directory = directory;
        this.data = data;
    }

    /** A tool that the script of its name answers, {@code python} by {@code a.py}. */
    Skilled tool(String name, String file, String script, String output) {
        try {
            var path = directory.resolve("skills/work/scripts/" + file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tools.add("""
                {"name":"%s","description":"For a test","effect":"read","input":{"type":"object"},
                 "output":%s,"script":"skills/work/scripts/%s"}""".formatted(name, output.replace('\'', '"'), file));
        return this;
    }

    Skilled json(String file, String script) {
        return tool(file.substring(0, file.indexOf('.')), file, script, "{'type':'object'}");
    }

    Skilled text(String file, String script) {
        return tool(file.substring(0, file.indexOf('.')), file, script, "{'type':'string'}");
    }

    Skilled granted(String... permissions) {
        grant.addAll(List.of(permissions));
        return this;
    }

    Skilled knowing(Map<String, String> variables) {
        secrets = variables;
        return this;
    }

    Generation load() {
        var admitted = new Verdict.Admitted(Level.COMMUNITY, Placement.CONFINED, Grant.parse(grant), Instant.MAX);
        var id = new GenerationId(PLUGIN, "1.0.0", "sha256:" + "0".repeat(64), 1);
        var around = new Surroundings(new FakeHost(PLUGIN), () -> data, Egress.NONE, this::hidden, this::masked);
        return new SkillRuntime(Needs.STARTER, Needs.confinement(), Interpreters.ofThisMachine())
                .load(id, this, admitted, around);
    }

    private Map<String, String> hidden() {
        var hidden = new HashMap<String, String>();
        secrets.forEach((variable, value) -> hidden.put(variable, Cage.hidden(value)));
        return hidden;
    }

    private String masked(String text) {
        var masked = text;
        for (var secret : secrets.entrySet()) {
            masked = masked.replace(secret.getValue(), "[secret:" + secret.getKey() + "]");
        }
        return masked;
    }

    static Call call(String tool, String arguments, Cancellation cancellation) {
        return new Call(
                "intent-1",
                Target.tool(PLUGIN, tool),
                StrictJson.object(arguments.replace('\'', '"').getBytes(UTF_8), StrictJson.Limits.bytes(1 << 20)),
                new Caller.Client("desk"),
                "session-1",
                new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Optional.empty(),
                new Usage(),
                cancellation);
    }

    static Call call(String tool, String arguments) {
        return call(tool, arguments, new Cancellation());
    }

    /** The first text of the answer. */
    static String ask(Generation generation, String tool, String arguments) {
        return generation
                .invoke(call(tool, arguments), Instant.now().plusSeconds(60))
                .content()
                .getJsonObject(0)
                .getString("text");
    }

    @Override
    public Manifest manifest() {
        return Manifest.parse(
                """
                {"$schema":"%s","name":"%s","version":"1.0.0","description":"For a test",
                 "extensions":{"dev.polar":{"format":1,"epoch":1,"tools":[%s]}}}""".formatted(Manifest.SCHEMA, PLUGIN, String.join(",", tools)).getBytes(UTF_8));
    }

    @Override
    public SortedSet<String> entries() {
        return new TreeSet<>();
    }

    @Override
    public byte[] entry(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path directory() {
        return directory;
    }
}
