package dev.polar.cli.audit;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Kept;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessPolicy;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar audit verify}: needs the exported directory and nothing else. */
@Command(
        description = "Prove an exported log: every record, their order, the signature. Needs no host.",
        footer = {
            "  polar audit verify march --key \"$(jq -r .log keys.json)\"",
            "  polar audit verify april --key log.vkey --from-checkpoint march/checkpoint",
            "  polar audit verify april --policy audit.policy",
            "  polar audit verify april --key log.vkey --older march"
        })
final class VerifyExport implements Callable<Integer> {
    static final String NO_KEY =
            "give the key that the host's operator told you: --key VKEY, or a log line in the policy";

    private final Shell shell;

    @Parameters(
            paramLabel = "DIR",
            description = "What 'polar audit export --out DIR' wrote, or a file of 'polar audit archive list'.")
    @Nullable
    Path directory;

    @Option(
            names = "--key",
            paramLabel = "VKEY",
            description =
                    "The log's key as you keep it ('polar key show --json'), or a file that holds it. Never take it from DIR.")
    @Nullable
    String key;

    @Option(
            names = "--from-checkpoint",
            paramLabel = "FILE",
            description = "A checkpoint of the same log that you kept: proves that the log only grew since.")
    @Nullable
    Path earlier;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Which logs you know and whose cosignatures you ask for (C2SP tlog-policy). Never from DIR.")
    @Nullable
    Path policy;

    @Option(
            names = "--older",
            paramLabel = "DIR",
            description =
                    "An earlier export of the same log: proves that it holds too, and that the log only grew since.")
    @Nullable
    Path older;

    @Mixin
    JsonFlag json = new JsonFlag();

    VerifyExport(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var log = Optional.ofNullable(key).map(VerifyExport::noteKey);
        if (earlier != null && older != null) {
            throw new Refusal(
                    Code.USAGE, "--from-checkpoint and --older both say what to compare with", "give one of them");
        }
        var asked = Optional.ofNullable(policy).map(VerifyExport::policy);
        var without = new Kept(log, asked, Optional.empty());
        var before = Optional.ofNullable(earlier)
                .map(file -> checkpoint(file, without))
                .or(() -> Optional.ofNullable(older).map(export -> proven(export, without)));
        var verdict = LogVerifier.verify(Objects.requireNonNull(directory), new Kept(log, asked, before));
        if (json.set()) {
            shell.terminal().say(json(verdict));
        } else {
            shell.terminal().say(verdict.line());
            next(verdict).ifPresent(line -> shell.terminal().tell("  next        " + line));
        }
        return verdict instanceof LogVerdict.Proven ? ExitCode.DONE : ExitCode.FAILED_CHECK;
    }

    private static Optional<String> next(LogVerdict verdict) {
        return switch (verdict) {
            case LogVerdict.OriginNotProven only -> Optional.of(NO_KEY);
            case LogVerdict.Unwitnessed few -> Optional.of(signedBy(few.signers()));
            case LogVerdict.Proven proven -> Optional.empty();
            case LogVerdict.Damaged damaged -> Optional.empty();
        };
    }

    static String signedBy(Set<String> few) {
        return (few.isEmpty()
                        ? "no witness of the policy signed it"
                        : "only these signed it: " + String.join(", ", few))
                + "; 'polar status' on the host says which it waits for";
    }

    private static JsonObject json(LogVerdict verdict) {
        var object = StrictJson.provider().createObjectBuilder();
        switch (verdict) {
            case LogVerdict.Proven proven ->
                object.add("verdict", "OK").addAll(range(proven.checkpoint(), proven.first(), proven.count()));
            case LogVerdict.OriginNotProven only ->
                object.add("verdict", "CONSISTENT, ORIGIN NOT PROVEN")
                        .addAll(range(only.checkpoint(), only.first(), only.count()));
            case LogVerdict.Unwitnessed only ->
                object.add("verdict", "UNWITNESSED").addAll(range(only.checkpoint(), only.first(), only.count()));
            case LogVerdict.Damaged damaged -> {
                object.add("verdict", "DAMAGED")
                        .add("kind", damaged.kind().name().toLowerCase(Locale.ROOT))
                        .add("why", damaged.why());
                damaged.first().ifPresent(seq -> object.add("record", seq));
            }
        }
        return object.build();
    }

    private static JsonObjectBuilder range(Checkpoint checkpoint, long first, long count) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("origin", checkpoint.origin())
                .add("first", first)
                .add("records", count)
                .add("size", checkpoint.size());
    }

    static NoteKey noteKey(String given) {
        var file = Path.of(given);
        return NoteKey.parse(Files.isRegularFile(file) ? text(file).strip() : given);
    }

    /** The checkpoint of an export that holds by itself. */
    private static Checkpoint proven(Path older, Kept by) {
        return switch (LogVerifier.verify(older, by)) {
            case LogVerdict.Proven proven -> proven.checkpoint();
            case LogVerdict.OriginNotProven only -> only.checkpoint();
            case LogVerdict.Unwitnessed only -> only.checkpoint();
            case LogVerdict.Damaged damaged ->
                throw new Refusal(
                        Code.AUDIT_DAMAGED,
                        "the older export " + older + " does not hold: " + damaged.line(),
                        "compare with a copy of it that does, or with a checkpoint that you kept");
        };
    }

    /** The operator's word for what was kept is the signature on it, where a key says whose. */
    private static Checkpoint checkpoint(Path file, Kept kept) {
        try {
            var note = Note.parse(text(file));
            if (!kept.vouchesFor(note)) {
                throw new Refusal(
                        Code.AUDIT_DAMAGED,
                        "the log's key did not sign the checkpoint " + file,
                        "use a checkpoint of the same log");
            }
            return Checkpoint.parse(note.text());
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    Code.AUDIT_DAMAGED,
                    file + " is no checkpoint: " + e.getMessage(),
                    "name the file 'checkpoint' of an export");
        }
    }

    static WitnessPolicy policy(Path file) {
        try {
            return WitnessPolicy.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Refusal unreadable(Path file, IOException e) {
        return new Refusal(Code.NOT_FOUND, file + " cannot be read: " + e.getMessage(), "name a file you may read");
    }
}
