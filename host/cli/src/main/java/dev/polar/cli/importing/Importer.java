package dev.polar.cli.importing;

import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.skill.SkillRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes packages of what others made. The same source gives the same package. */
public final class Importer {
    private final Npm npm;

    public Importer(Npm npm) {
        this.npm = npm;
    }

    /**
     * Imports a source under a name.
     *
     * @param version overrides what the source says; without either it is derived from the content
     * @throws Refusal {@code IMPORT_DANGEROUS}, {@code LAUNCHER_FETCHES}, {@code COMMAND_NOT_PACKAGED},
     *     {@code MANIFEST_INVALID}, {@code CONTAINER_MALFORMED}, {@code NOT_FOUND}
     */
    public Imported run(ImportSource source, PluginId name, Optional<Version> version) {
        var draft = new Draft();
        var servers = new ServerPackaging(npm, draft);
        switch (source) {
            case ImportSource.Folder folder -> new FolderImport(draft, servers).take(folder.path());
            case ImportSource.Endpoint endpoint -> servers.endpoint(serverName(name), endpoint.url());
            case ImportSource.CommandLine line -> servers.command(line.words(), line.directory());
        }
        var imported = draft.finish(name, version);
        var contents = new Archive(imported.entries());
        imported.manifest().checkAgainst(contents);
        SkillRules.requireImportable(imported.findings());
        return imported;
    }

    private static String serverName(PluginId name) {
        return name.name().substring(name.namespace().length() + 1);
    }

    /** Writes the files of an import into an empty or new directory. */
    public static void write(Imported imported, Path directory) {
        try {
            for (Entry entry : imported.entries()) {
                var file = directory.resolve(entry.name());
                Files.createDirectories(file.getParent());
                Files.write(file, entry.bytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
