package dev.polar.cli.importing;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.manifest.About;
import dev.polar.trust.packages.FileTree;
import dev.polar.trust.skill.Finding.Severity;
import dev.polar.trust.skill.SkillFolder;
import dev.polar.trust.text.CleanText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Folders: a skill, or a plugin of some agent with skills and servers. */
final class FolderImport {
    private static final Set<String> NOT_READ = Set.of(".git", ".hg", ".svn", ".bin", ".DS_Store");
    private static final Pattern SCRIPT = Pattern.compile("skills/[^/]+/scripts/.+");

    /** Files that are never packed: packages are shared. */
    static final Set<String> SECRETS = Set.of(".env", ".npmrc", ".netrc");

    private final Draft draft;
    private final ServerPackaging servers;

    FolderImport(Draft draft, ServerPackaging servers) {
        this.draft = draft;
        this.servers = servers;
    }

    void take(Path path) {
        if (Files.isRegularFile(path) && path.toString().endsWith(".jar")) {
            throw new Refusal(
                    Code.MANIFEST_INVALID,
                    "a jar alone says neither what it offers nor what it asks for",
                    "'polar new tools' makes a plugin.json to go with it, 'polar pack' the package");
        }
        if (!Files.isDirectory(path)) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    "there is no folder '" + CleanText.line(path.toString()) + "'",
                    "name a folder with SKILL.md or plugin.json");
        }
        var contents = new Archive(read(path));
        if (contents.find(SkillFolder.FILE).isPresent()) {
            skill(path, contents);
        } else {
            plugin(path, contents);
        }
    }

    private List<Entry> read(Path path) {
        try {
            return FileTree.read(path, this::wanted);
        } catch (Refusal refusal) {
            if ("file-type".equals(refusal.details().get("rule"))) {
                throw new Refusal(Code.IMPORT_DANGEROUS, refusal.getMessage(), refusal.hint(), refusal.details());
            }
            throw refusal;
        }
    }

    private boolean wanted(String name) {
        var file = name.substring(name.lastIndexOf('/') + 1);
        if (SECRETS.contains(file)) {
            draft.find(name, "secrets", Severity.WARNING, "left out: such files hold secrets, and packages are shared");
            return false;
        }
        return !NOT_READ.contains(file);
    }

    private void skill(Path path, Archive contents) {
        var folder = path.toAbsolutePath().normalize().getFileName().toString().replaceAll("[^A-Za-z0-9._@+-]", "-");
        var entries = new ArrayList<Entry>();
        for (var entry : contents.entries()) {
            keep(SkillFolder.ROOT + folder + "/" + entry.name(), entry.bytes());
            entries.add(new Entry(SkillFolder.ROOT + folder + "/" + entry.name(), entry.bytes()));
        }
        scripts(entries);
        for (var skill : SkillFolder.all(new Archive(entries))) {
            draft.describe(
                    new About(
                            Optional.of(CleanText.line(skill.description())).filter(text -> !text.isBlank()),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            skill.license().map(CleanText::line),
                            List.of()),
                    Optional.ofNullable(skill.metadata().get("version")).flatMap(ServerPackaging::version));
        }
    }

    /** An import writes no contracts: what a script takes and answers is its author's to say. */
    private void scripts(List<Entry> entries) {
        for (var entry : entries) {
            if (SCRIPT.matcher(entry.name()).matches()) {
                draft.find(
                        entry.name(),
                        "script",
                        Severity.NOTE,
                        "agents may read it; Polar runs it only as a tool, with a contract in plugin.json that names it"
                                + " as 'script'");
            }
        }
    }

    private void plugin(Path path, Archive contents) {
        var foreign = new ForeignPlugin(draft, contents);
        var described = foreign.read();
        draft.describe(described.about(), described.version());
        scripts(contents.entries());
        for (var entry : contents.entries()) {
            if (entry.name().startsWith("dev.polar/")) {
                draft.find(
                        entry.name(),
                        "polar-directory",
                        Severity.WARNING,
                        "left out: an import makes this directory itself; 'polar pack' packs yours");
            } else if (!foreign.isDescription(entry.name())) {
                keep(entry.name(), entry.bytes());
            }
        }
        new ForeignServers(draft, servers, contents, path).take(described.inlineServers());
    }

    private void keep(String name, byte[] bytes) {
        if (!draft.add(name, bytes)) {
            draft.find(
                    CleanText.line(name),
                    "file-name",
                    Severity.WARNING,
                    "left out: a package cannot hold this name beside the others");
        }
    }
}
