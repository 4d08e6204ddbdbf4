package dev.polar.cli.author;

import dev.polar.cli.shell.ExitCode;
import dev.polar.cli.shell.JsonFlag;
import dev.polar.cli.shell.KeyOptions;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.revocation.SignedList;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar revocations sign}: what a publisher or a registry takes back, for the hosts that follow it. */
@Command(
        description = {
            "Make and sign a revocation list for those who follow yours; needs no host.",
            "A list that is signed already gets your signature beside the others."
        },
        footer = {
            "  polar revocations sign entries.json --key acme.pem --out revocations.json",
            "  polar revocations sign entries.json --key acme.pem --previous revocations.json --out revocations.json",
            "  polar revocations sign revocations.json --key second.pem"
        })
final class SignList implements Callable<Integer> {
    private static final Duration LASTING = Duration.ofDays(7);
    private static final Duration SHORTEST = Duration.ofMinutes(5);

    private final Shell shell;

    @Parameters(
            paramLabel = "FILE",
            description = "The entries, {\"entries\": [...]}, those published before among them; or a signed list.")
    @Nullable
    Path file;

    @Option(names = "--key", required = true, paramLabel = "KEY.pem", description = "Who signs.")
    @Nullable
    Path keyFile;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to; a signed list otherwise in place.")
    @Nullable
    Path out;

    @Option(names = "--previous", paramLabel = "FILE", description = "The list you published last; none yet if absent.")
    @Nullable
    Path previous;

    @Option(
            names = "--previous-key",
            paramLabel = "PUB.pem",
            description = "Who signed that one, if another key did; may be repeated.")
    List<Path> previousKeys = List.of();

    @Option(
            names = "--expires",
            paramLabel = "DURATION",
            description =
                    "How long it lasts, at most P400D; otherwise P7D. Hosts stop what they cannot know about later.")
    @Nullable
    Duration lasting;

    @Mixin
    KeyOptions passphrase = new KeyOptions();

    @Mixin
    JsonFlag json = new JsonFlag();

    SignList(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var from = Objects.requireNonNull(file);
        var bytes = read(from);
        var signed = signedAlready(bytes);
        var key = passphrase.read(Objects.requireNonNull(keyFile), shell);
        if (signed.isPresent()) {
            requireOnlyASignature();
            tell(out == null ? from : out, beside(signed.get(), key), Optional.empty(), key);
        } else {
            make(from, bytes, key);
        }
        return ExitCode.DONE;
    }

    private void make(Path from, byte[] bytes, SigningKey key) {
        if (out == null) {
            throw new Refusal(Code.USAGE, "the signed list needs a file of its own", "--out revocations.json");
        }
        if (previous == null && Files.exists(out)) {
            throw new Refusal(
                    Code.USAGE,
                    out + " exists, and a list without --previous is version 1 again, which no follower takes",
                    "--previous " + out);
        }
        var before = Optional.ofNullable(previous).map(last -> opened(last, key.publicKey()));
        var name = Objects.toString(from.getFileName(), from.toString());
        var entries = SignedList.draft(name, bytes, before);
        var next = SignedList.after(before, entries, Instant.now().truncatedTo(ChronoUnit.SECONDS), duration());
        var envelope = Dsse.sign(SignedList.TYPE, next.payload(), key);
        tell(out, envelope, Optional.of(before.map(SignedList::entries).orElse(List.of())), key);
    }

    private Duration duration() {
        var chosen = lasting == null ? LASTING : lasting;
        if (chosen.compareTo(SHORTEST) < 0 || chosen.compareTo(SignedList.LONGEST) > 0) {
            throw new Refusal(
                    Code.USAGE,
                    "a list lasts from " + SHORTEST.toMinutes() + " minutes to " + SignedList.LONGEST.toDays()
                            + " days, not " + chosen,
                    "--expires P7D");
        }
        return chosen;
    }

    private SignedList opened(Path last, PublicKey own) {
        var keys = new ArrayList<>(List.of(own));
        previousKeys.forEach(path -> keys.add(new KeyFile(path).publicKey()));
        var bytes = read(last);
        if (signedAlready(bytes).isEmpty()) {
            throw new Refusal(
                    Code.USAGE, last + " is not a signed revocation list", "--previous FILE, as it was published");
        }
        try {
            return SignedList.open(bytes, keys, 1);
        } catch (Refusal refusal) {
            throw refusal.code() == Code.SIGNATURE_INVALID
                    ? new Refusal(
                            refusal.code(),
                            last + " was not signed with that key",
                            "--previous FILE as you published it; --previous-key PUB.pem if you signed with another key")
                    : refusal;
        }
    }

    /** An envelope is told from entries by its members; what is neither is read as entries and refused as such. */
    private static Optional<Envelope> signedAlready(byte[] bytes) {
        try {
            return Optional.of(Envelope.parse(bytes))
                    .filter(one -> one.payloadType().equals(SignedList.TYPE));
        } catch (Refusal none) {
            return Optional.empty();
        }
    }

    private void requireOnlyASignature() {
        if (previous != null || lasting != null || !previousKeys.isEmpty()) {
            throw new Refusal(
                    Code.USAGE,
                    file + " is signed already: a further signature changes nothing in it",
                    "leave --previous and --expires out, or name the file with the entries");
        }
    }

    private static Envelope beside(Envelope signed, SigningKey key) {
        return Dsse.signers(signed, List.of(key.publicKey())).isEmpty()
                ? signed.with(Dsse.sign(SignedList.TYPE, signed.payload(), key).signatures())
                : signed;
    }

    /**
     * What is written is read first, as a host would.
     *
     * @param before what followers have; absent for who signs beside others and has to see all of it
     */
    private void tell(Path to, Envelope envelope, Optional<List<Revocation>> before, SigningKey key) {
        var bytes = envelope.bytes();
        var list = SignedList.open(bytes, List.of(key.publicKey()), 1);
        var known = before.orElse(List.of()).stream().map(Revocation::id).collect(Collectors.toSet());
        var shown = list.entries().stream()
                .filter(entry -> !known.contains(entry.id()))
                .toList();
        PackagePath.write(to, bytes);
        var id = key.publicKey().id();
        if (json.set()) {
            shell.terminal().say(told(to, list, envelope, before.isPresent() ? shown : List.of(), id));
            return;
        }
        int signatures = envelope.signatures().size();
        var lines = new ArrayList<String>();
        lines.add("signed       " + to + " by " + id.fingerprint());
        lines.add("version      " + list.version() + ", " + signatures
                + (signatures == 1 ? " signature" : " signatures"));
        lines.add("expires      " + list.expires() + "; sign the next one before");
        lines.add("holds        " + list.entries().size() + " entries"
                + (before.isPresent() ? ", " + shown.size() + " of them new" : ""));
        shown.forEach(entry -> lines.add("  " + entry.id() + "  " + entry.kind().label() + " " + entry.value() + "  "
                + entry.mode().label() + "  " + entry.reason()));
        lines.add("next         serve it where followers look, or let operators run: polar revocations import " + to);
        lines.forEach(shell.terminal()::say);
    }

    private static JsonObject told(Path to, SignedList list, Envelope envelope, List<Revocation> added, KeyId by) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("file", to.toString())
                .add("version", list.version())
                .add("issuedAt", list.issuedAt().toString())
                .add("expires", list.expires().toString())
                .add("entries", list.entries().size())
                .add(
                        "added",
                        StrictJson.provider()
                                .createArrayBuilder(
                                        added.stream().map(Revocation::id).toList()))
                .add("signatures", envelope.signatures().size())
                .add("keyid", by.hex())
                .build();
    }

    private static byte[] read(Path from) {
        try {
            return Files.readAllBytes(from);
        } catch (IOException e) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    from + " cannot be read: " + e.getMessage(),
                    "polar revocations sign --help shows one");
        }
    }
}
