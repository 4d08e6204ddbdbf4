package dev.polar.cli.audit;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.bundle.BundleManifest;
import dev.polar.trust.audit.bundle.BundleVerdict;
import dev.polar.trust.audit.bundle.BundleVerifier;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar audit bundle verify}: needs the file and nothing else. */
@Command(
        description = "Prove a bundle: every file, every record's place in the log, the signatures. Needs no host.",
        footer = "  polar audit bundle verify incident.zip --key \"$LOG_KEY\"")
final class VerifyBundle implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "What 'polar audit bundle --out FILE' made.")
    @Nullable
    Path file;

    @Option(
            names = "--key",
            paramLabel = "VKEY",
            description =
                    "The log's key as you keep it ('polar key show --json'), or a file that holds it. Never take it from FILE.")
    @Nullable
    String key;

    @Mixin
    JsonFlag json = new JsonFlag();

    VerifyBundle(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var log = Optional.ofNullable(key).map(VerifyAudit::noteKey);
        var verdict = BundleVerifier.verify(Objects.requireNonNull(file), log);
        if (json.set()) {
            shell.terminal().say(json(verdict));
        } else {
            shell.terminal().say(verdict.line());
            if (verdict instanceof BundleVerdict.OriginNotProven) {
                shell.terminal().tell("  next        give the key that the host's operator told you: --key VKEY");
            }
        }
        return verdict instanceof BundleVerdict.Proven ? ExitCode.DONE : ExitCode.FAILED_CHECK;
    }

    private static JsonObject json(BundleVerdict verdict) {
        var object = StrictJson.provider().createObjectBuilder();
        switch (verdict) {
            case BundleVerdict.Proven proven ->
                holds(object.add("verdict", "OK"), proven.manifest(), proven.checkpoint());
            case BundleVerdict.OriginNotProven only ->
                holds(object.add("verdict", "CONSISTENT, ORIGIN NOT PROVEN"), only.manifest(), only.checkpoint());
            case BundleVerdict.Damaged damaged ->
                object.add("verdict", "DAMAGED")
                        .add("kind", damaged.kind().name().toLowerCase(Locale.ROOT))
                        .add("why", damaged.why());
        }
        return object.build();
    }

    private static void holds(JsonObjectBuilder object, BundleManifest manifest, Checkpoint checkpoint) {
        var about = StrictJson.provider().createObjectBuilder();
        manifest.about().forEach(about::add);
        var files = StrictJson.provider().createArrayBuilder();
        manifest.files().forEach(one -> files.add(one.name()));
        object.add("origin", checkpoint.origin())
                .add("made", manifest.made().toString())
                .add("version", manifest.version())
                .add("about", about)
                .add("records", manifest.count())
                .add("size", checkpoint.size())
                .add("files", files);
    }
}
