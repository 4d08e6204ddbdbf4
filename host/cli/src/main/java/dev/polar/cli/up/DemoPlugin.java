package dev.polar.cli.up;

import dev.polar.adminapi.Uploaded;
import dev.polar.cli.shell.CliSettings;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.Shell;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.packages.Packer;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plugin that comes with the distribution, as an unsigned directory.
 *
 * @param java whether it brings Java code
 * @param needs programs without which it cannot run
 * @param effect what its tools are confirmed to do
 */
record DemoPlugin(String name, boolean java, List<Needed> needs, Optional<String> effect) {
    /** A program, and the package it is in. */
    record Needed(String program, String from) {}

    static final List<DemoPlugin> ALL = List.of(
            new DemoPlugin("polar.memory", true, List.of(), Optional.of("get=read,search=read")),
            new DemoPlugin("polar.responder", true, List.of(), Optional.empty()),
            new DemoPlugin("polar.web", true, List.of(), Optional.empty()),
            new DemoPlugin(
                    "polar.reference",
                    false,
                    List.of(new Needed("node", "nodejs"), new Needed("bwrap", "bubblewrap")),
                    Optional.empty()));

    /** Packing is deterministic: the same directory gives the same file. */
    private static final Instant PUBLISHED = Instant.parse("2026-01-01T00:00:00Z");

    /** What has to be installed before it can run. */
    Optional<String> missing(CliSettings settings) {
        return needs.stream()
                .filter(needed -> settings.program(needed.program()).isEmpty())
                .map(Needed::from)
                .reduce((one, other) -> one + " and " + other);
    }

    /** How it is let in: its Java code in the host, as everything that comes with the distribution. */
    Map<String, String> installation(String upload) {
        return java ? Map.of("upload", upload, "placement", "host") : Map.of("upload", upload);
    }

    /** Packs and signs it, and hands it to the host, whose name for it is returned. */
    String upload(Shell shell, Host host, FirstOperator operator) {
        var directory = shell.settings()
                .distribution()
                .map(home -> home.resolve("plugins").resolve(name))
                .filter(Files::isDirectory)
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        "it is not part of this distribution",
                        "build where npm can fetch it, then polar up --demo again"));
        return host.post("/v1/uploads", Packer.pack(directory, PUBLISHED, operator.key()), Uploaded.class)
                .upload();
    }
}
