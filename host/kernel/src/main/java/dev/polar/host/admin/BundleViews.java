package dev.polar.host.admin;

import dev.polar.adminapi.BundleCopy;
import dev.polar.adminapi.BundleRequest;
import dev.polar.adminapi.Bundled;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.BundleQuery;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.bundle.BundleManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bundles for auditors; that one was asked for is on record before it is made. */
final class BundleViews {
    private static final long MOST_COPIED = 64L << 20;

    private final AuditLog log;
    private final Journal journal;
    private final String origin;
    private final String version;
    private final InForce inForce;
    private final InstantSource clock;

    BundleViews(AuditLog log, Journal journal, String origin, String version, InForce inForce, InstantSource clock) {
        this.log = log;
        this.journal = journal;
        this.origin = origin;
        this.version = version;
        this.inForce = inForce;
        this.clock = clock;
    }

    /** Writes one as the host's own user. */
    Bundled make(BundleRequest request, Asker asker) {
        var file = Path.of(request.file());
        if (!file.isAbsolute()) {
            throw new Refusal(Code.REQUEST_INVALID, "the file is not absolute: " + file, "--out FILE");
        }
        return made(request, file, asker);
    }

    /** The same for who is elsewhere, as one answer. */
    BundleCopy copy(BundleRequest request, Asker asker) {
        try (var scratch = Scratch.make()) {
            var file = scratch.directory().resolve("bundle.zip");
            var made = made(request, file, asker);
            if (Files.size(file) > MOST_COPIED) {
                throw new Refusal(
                        Code.REQUEST_INVALID,
                        "the bundle has " + (Files.size(file) >> 20) + " MiB, and an answer at most "
                                + (MOST_COPIED >> 20),
                        "take less at a time, or make it on the host's machine");
            }
            return new BundleCopy(made, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new Refusal(Code.INTERNAL, "the bundle cannot be copied: " + e, "the host's log has the cause");
        }
    }

    private Bundled made(BundleRequest request, Path file, Asker asker) {
        var query = query(request);
        var draft = Draft.of(Category.AUDIT, "bundle")
                .caller(asker.caller(), asker.auth())
                .allowed()
                .fact("file", file.toString());
        for (var asked : query.about().entrySet()) {
            draft = draft.fact(asked.getKey(), asked.getValue());
        }
        journal.append(draft);
        var manifest = log.bundle(file, query, clock.instant(), version, inForce::files);
        return new Bundled(
                file.toString(),
                origin,
                manifest.count(),
                manifest.size(),
                manifest.files().stream().map(BundleManifest.FileEntry::name).toList());
    }

    private static BundleQuery query(BundleRequest request) {
        var intent = named(request.intent());
        var trace = named(request.trace());
        var from = AuditViews.parsed(request.from(), "from");
        var to = AuditViews.parsed(request.to(), "to");
        boolean span = from.isPresent() || to.isPresent();
        if (intent.isPresent() && trace.isPresent() || span && (intent.isPresent() || trace.isPresent())) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "a bundle is about one intent, one trace or one time",
                    "--intent ID, --trace ID, or --from and --to");
        }
        return intent.<BundleQuery>map(BundleQuery.Intent::new)
                .or(() -> trace.map(BundleQuery.Trace::new))
                .orElseGet(() -> new BundleQuery.Span(from, to));
    }

    private static Optional<String> named(@Nullable String text) {
        return Optional.ofNullable(text).filter(said -> !said.isBlank());
    }
}
