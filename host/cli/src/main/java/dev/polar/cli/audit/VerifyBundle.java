package dev.polar.cli.audit;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Kept;
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
        footer = {
            "  polar audit bundle verify incident.zip --key \"$LOG_KEY\"",
            "  polar audit bundle verify incident.zip --policy audit.policy"
        })
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

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Which logs you know and whose cosignatures you ask for (C2SP tlog-policy). Never from FILE.")
    @Nullable
    Path policy;

    @Mixin
    JsonFlag json = new JsonFlag();

    VerifyBundle(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var log = Optional.ofNullable(key).map(VerifyExport::noteKey);
        var asked = Optional.ofNullable(policy).map(VerifyExport::policy);
        var verdict = BundleVerifier.verify(Objects.requireNonNull(file), new Kept(log, asked, Optional.empty()));
        if (json.set()) {
            shell.terminal().say(json(verdict));
        } else {
            shell.terminal().say(verdict.line());
            next(verdict).ifPresent(line -> shell.terminal().tell("  next        " + line));
        }
        return verdict instanceof BundleVerdict.Proven ? ExitCode.DONE : ExitCode.FAILED_CHECK;
    }

    private static Optional<String> next(BundleVerdict verdict) {
        return switch (verdict) {
            case BundleVerdict.OriginNotProven only -> Optional.of(VerifyExport.NO_KEY);
            case BundleVerdict.Unwitnessed few -> Optional.of(VerifyExport.signedBy(few.signers()));
            case BundleVerdict.Proven proven -> Optional.empty();
            case BundleVerdict.Damaged damaged -> Optional.empty();
        };
    }

    private static JsonObject json(BundleVerdict verdict) {
        var object = StrictJson.provider().createObjectBuilder();
        switch (verdict) {
            case BundleVerdict.Proven proven ->
                holds(object.add("verdict", "OK"), proven.manifest(), proven.checkpoint());
            case BundleVerdict.OriginNotProven only ->
                holds(object.add("verdict", "CONSISTENT, ORIGIN NOT PROVEN"), only.manifest(), only.checkpoint());
            case BundleVerdict.Unwitnessed few ->
                holds(object.add("verdict", "UNWITNESSED"), few.manifest(), few.checkpoint());
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
