package dev.polar.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Two skills of a package and two of a server, with files in folders; installed once, for names of skills should be unique. */
final class Skills {
    /** Its name, once it is installed. */
    static final Supplier<String> INSTALLED = Once.of(Skills::install);

    /** The name of a package whose server offers skills, of which an operator let agents have all. */
    static final Supplier<String> SERVED = Once.of(Skills::serve);

    private Skills() {}

    private static String serve() {
        try {
            var hall = Hall.SHARED.get();
            var folder = hall.home().resolve("local.cookbook");
            Fixture.stdio(folder, "skilled", List.of("server.mjs"), "server.mjs");
            hall.install(folder, "", "--skills", "*");
            return "local.cookbook";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String install() {
        try {
            var hall = Hall.SHARED.get();
            hall.install(pack(hall.home().resolve("local.handbook")), "");
            return "local.handbook";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path pack(Path folder) throws IOException {
        Fixture.manifest(folder);
        write(folder.resolve("skills/tea/SKILL.md"), """
                ---
                name: tea
                description: Makes tea. Use when somebody wants tea.
                ---
                Read `references/times.md` first.
                """);
        write(folder.resolve("skills/tea/references/times.md"), "Green: two minutes.\n");
        write(folder.resolve("skills/tea/references/more/water.md"), "Soft water, if there is.\n");
        write(folder.resolve("skills/coffee/SKILL.md"), """
                ---
                name: coffee
                description: Makes coffee. Use when somebody wants coffee.
                ---
                Grind, then pour; `references/beans/kinds.md` knows beans.
                """);
        write(folder.resolve("skills/coffee/references/beans/kinds.md"), "Two kinds.\n");
        return folder;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
