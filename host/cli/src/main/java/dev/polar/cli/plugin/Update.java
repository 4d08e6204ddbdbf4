package dev.polar.cli.plugin;

import dev.polar.adminapi.ApprovalRow;
import dev.polar.adminapi.Uploaded;
import dev.polar.cli.shell.ConsentOptions;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Wire;
import dev.polar.cli.shell.With;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polar update}. */
@Command(
        description = "Put another release in a plugin's place; what is wider waits for 'polar approve'.",
        footer = {
            "  polar update weather-1.5.0.polar",
            "  polar update weather-1.5.0.polar --canary 10",
            "  polar update acme.weather --promote"
        })
final class Update implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
            paramLabel = "FILE|URL|PLUGIN",
            description =
                    "A .polar file, here or behind an https address; or a plugin whose staged or tried release is meant.")
    @Nullable
    String source;

    @Option(
            names = "--canary",
            paramLabel = "PERCENT",
            description = "Let so many of a hundred sessions have it; 'polar rollback' ends that.")
    @Nullable
    String canary;

    @Option(
            names = "--bound",
            paramLabel = "POINTS",
            description = "With --canary: withdraw it when so many points more of its calls fail; 10 if not said.")
    @Nullable
    Integer bound;

    @Option(names = "--promote", description = "Let the release that is tried serve everybody.")
    boolean promote;

    @Option(names = "--effect", paramLabel = "'get_*=read'", description = "Confirm what its tools do.")
    @Nullable
    String effect;

    @Option(
            names = "--fingerprint",
            paramLabel = "HEX16",
            description = "Of the other key that signed it, as its publisher told you.")
    @Nullable
    String fingerprint;

    @Option(names = "--allow-downgrade", description = "Let a lower version take the place of a higher one.")
    boolean downgrade;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why the lower version is wanted.")
    @Nullable
    String reason;

    @Mixin
    PlacementOptions placement = new PlacementOptions();

    @Mixin
    ConsentOptions consent = new ConsentOptions();

    Update(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        requireSense();
        var consenting = new Consenting(shell, consent);
        var named = Objects.requireNonNull(source);
        if (promote) {
            return consenting.run(options().request("update", named), "Let it serve everybody?");
        }
        var with = options();
        boolean waits = !file(named);
        if (waits) {
            if (placement.given()) {
                throw new Refusal(
                        Code.USAGE,
                        "where a release runs is said with its file, before it waits",
                        "polar update FILE " + placement.option());
            }
            with.and("ticket", ticket(consenting, named));
        } else {
            placement.addedTo(with);
            var bytes = consent.development(shell)
                    ? PackageSource.developed(named, consenting.key())
                    : PackageSource.read(named);
            with.and(
                    "upload",
                    consenting.host().post("/v1/uploads", bytes, Uploaded.class).upload());
        }
        if (canary != null) {
            with.and("percent", canary.replace("%", "")).and("bound", bound);
            return consenting.run(with.request("canary", ""), "Try it beside the other?");
        }
        return new Succession(shell, consenting).run(with.request("update", ""), downgrade);
    }

    private void requireSense() {
        if (downgrade != (reason != null)) {
            throw new Refusal(Code.USAGE, "--allow-downgrade and --reason TEXT go together", "polar update --help");
        }
        if (bound != null && canary == null || promote && (canary != null || placement.given())) {
            throw new Refusal(
                    Code.USAGE,
                    "--bound goes with --canary, --promote with neither, nor with where it runs",
                    "polar update --help");
        }
    }

    private With options() {
        return new With()
                .and("effect", effect)
                .and("fingerprint", fingerprint == null ? null : fingerprint.replace(" ", ""))
                .and("downgrade", downgrade ? reason : null);
    }

    /** A plugin's name has neither a slash nor the ending of a package, so that a file never has to be guessed. */
    private static boolean file(String named) {
        return named.contains("/") || named.endsWith(".polar") || Files.exists(Path.of(named));
    }

    private static String ticket(Consenting consenting, String named) {
        var waiting = Wire.list(consenting.host().get("/v1/approvals"), ApprovalRow.class).stream()
                .filter(row -> row.id().startsWith("upd-") && row.what().startsWith(named + " "))
                .findFirst();
        return waiting.map(ApprovalRow::id)
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        "there is no file '" + named + "', and no release of a plugin of that name waits",
                        "polar update FILE; 'polar approvals' lists what waits"));
    }
}
