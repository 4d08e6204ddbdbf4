package dev.polar.cli.importing;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.skill.Finding.Severity;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Copies what a server runs into the package. Links are dropped, and what only people and compilers read; a name that a
 * package cannot hold is dropped where nothing runs it and refused elsewhere.
 */
final class VendoredFiles {
    private static final long MOST_BYTES = 256L << 20;
    private static final Pattern NEVER_NEEDED = Pattern.compile(
            ".*\\.(?:d\\.[mc]?ts|map|tsbuildinfo|flow)|\\.DS_Store|\\.package-lock\\.json|npm-debug\\.log");
    private static final Set<String> NOT_COPIED = Set.of(".git", ".hg", ".svn", ".github", ".bin", ".cache", ".husky");
    private static final Pattern NOT_RUN =
            Pattern.compile("(?i)(?:.*/)?(?:tests?|__tests__|docs?|examples?|benchmarks?|fixtures)/.*"
                    + "|.*\\.(?:md|markdown|txt|html?|png|jpe?g|gif|svg|ya?ml)");

    private final Draft draft;
    private long bytes;

    VendoredFiles(Draft draft) {
        this.draft = draft;
    }

    /** Copies the tree below {@code from} to the entries below {@code to}. */
    void copy(Path from, String to) {
        int[] links = {0};
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return !folder.equals(from)
                                    && NOT_COPIED.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (!attributes.isRegularFile()) {
                        links[0]++;
                    } else if (FolderImport.SECRETS.contains(file.getFileName().toString())) {
                        draft.find(
                                to, "secrets", Severity.WARNING, file.getFileName() + " is left out: it holds secrets");
                    } else if (!NEVER_NEEDED
                            .matcher(file.getFileName().toString())
                            .matches()) {
                        add(to, from.relativize(file).toString(), file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new Refusal(
                    Code.NOT_FOUND, "the files of the command cannot be read: " + e, "see that they are readable");
        }
        if (links[0] > 0) {
            draft.find(to, "link", Severity.NOTE, links[0] + (links[0] == 1 ? " link is" : " links are") + " left out");
        }
    }

    private void add(String to, String name, Path file) throws IOException {
        var content = Files.readAllBytes(file);
        bytes += content.length;
        if (bytes > MOST_BYTES) {
            throw new Refusal(
                    Code.CONTAINER_MALFORMED,
                    "the command needs more than " + (MOST_BYTES >> 20) + " MiB of files",
                    "import a smaller server");
        }
        if (draft.add(to + "/" + name, content)) {
            return;
        }
        var shown = CleanText.line(name);
        if (!NOT_RUN.matcher(name).matches()) {
            throw new Refusal(
                    Code.CONTAINER_MALFORMED,
                    "'" + shown + "' has a name that a package cannot hold, and may be needed when the server runs",
                    "ask its author to rename it",
                    Map.of("entry", shown));
        }
        draft.find(to, "file-name", Severity.NOTE, "'" + shown + "' is left out: a package cannot hold its name");
    }
}
