package dev.polar.cli.up;

import dev.polar.adminapi.PluginDetail;
import dev.polar.adminapi.PluginRow;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.ToolRow;
import dev.polar.adminapi.Uploaded;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.Proposal;
import dev.polar.cli.shell.RefusalText;
import dev.polar.cli.shell.Terminal;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.packages.FileTree;
import dev.polar.trust.packages.PackageFile;
import dev.polar.trust.packages.Packer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Brings a plugin's directory into a host for development as often as it changes: an installation, then updates, each on
 * record and signed with that host's own key. What it asks for is shown and granted.
 */
final class Reload {
    private final Terminal terminal;
    private final Host host;
    private final SigningKey key;
    private final PluginFolder folder;

    Reload(Terminal terminal, Host host, SigningKey key, PluginFolder folder) {
        this.terminal = terminal;
        this.host = host;
        this.key = key;
        this.folder = folder;
    }

    /** Brings it in if it is another one. */
    void look() {
        if (folder.changed()) {
            bring();
        }
    }

    /** Brings it in; what cannot be is told, and what serves goes on serving. */
    void bring() {
        folder.told();
        long began = System.nanoTime();
        try {
            var file = Packer.pack(FileTree.read(folder.plugin()), Instant.EPOCH, key);
            var packed = PackageFile.open(file);
            var manifest = Manifest.parse(
                    packed.archive().find(Manifest.FILE).orElseThrow().bytes());
            var there = row(manifest);
            boolean same = there.isPresent()
                    && digest(manifest).equals(packed.contentDigest().toString());
            var state = there.map(PluginRow::state).orElse("");
            if (same && state.equals("enabled")) {
                terminal.tell(manifest.name() + " is what serves already");
                return;
            }
            var upload = host.post("/v1/uploads", file, Uploaded.class).upload();
            var with = with(upload, manifest, there);
            if (state.equals("enabled")) {
                carryOut(new Request("update", "", with), Proposal::changes);
            } else {
                if (!same || !state.equals("disabled")) {
                    carryOut(new Request("install", "", with), Proposal::lines);
                }
                carryOut(new Request("enable", manifest.name().name(), Map.of()), enabling -> List.of());
            }
            terminal.tell(manifest.name() + " " + manifest.version() + " is in, after "
                    + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms: " + tools(manifest));
        } catch (Refusal refusal) {
            RefusalText.print(refusal, terminal);
            terminal.tell("what was in before stays as it is; the next change is tried again");
        }
    }

    private void carryOut(Request request, Function<Proposal, List<String>> shown) {
        var proposal = Consenting.propose(host, request);
        shown.apply(proposal).forEach(terminal::tell);
        terminal.tell(Consenting.signAndSend(host, proposal, key).message());
    }

    private static Map<String, String> with(String upload, Manifest manifest, Optional<PluginRow> there) {
        var with = new TreeMap<>(Map.of("upload", upload));
        there.map(row -> Version.parse(row.version()))
                .filter(before -> manifest.version().compareTo(before) < 0)
                .ifPresent(before -> with.put("downgrade", "its developer goes back to " + manifest.version()));
        return with;
    }

    private Optional<PluginRow> row(Manifest manifest) {
        return host.list("/v1/plugins", PluginRow.class).stream()
                .filter(row -> row.name().equals(manifest.name().name()))
                .findFirst();
    }

    private String digest(Manifest manifest) {
        return host.get("/v1/plugins/" + Host.segment(manifest.name().name()), PluginDetail.class)
                .digest();
    }

    private String tools(Manifest manifest) {
        var names = host.list("/v1/tools", ToolRow.class).stream()
                .map(ToolRow::id)
                .filter(id -> id.startsWith(manifest.name() + "/"))
                .toList();
        return names.isEmpty() ? "no tools" : String.join(", ", names);
    }
}
