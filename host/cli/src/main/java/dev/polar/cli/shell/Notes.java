package dev.polar.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the host adds to a plan, {@code FACT: TEXT} each; a note is shown once, beside its fact if it has one. */
final class Notes {
    private final List<String> left;

    Notes(List<String> notes) {
        this.left = new ArrayList<>(notes);
    }

    /** Takes the first note about a fact. */
    Optional<String> of(String fact) {
        return left.stream().filter(note -> about(note, fact)).findFirst().map(note -> {
            left.remove(note);
            return text(note);
        });
    }

    /** Takes all notes about a permission; {@code PERMISSION (optional): TEXT} is one too. */
    String all(String permission) {
        var about = left.stream()
                .filter(note -> about(note, permission) || about(note, permission + " (optional)"))
                .toList();
        left.removeAll(about);
        return about.stream()
                .map(note -> text(note) + (about(note, permission + " (optional)") ? " (optional)" : ""))
                .collect(Collectors.joining("; "));
    }

    /** Those that nobody took. */
    List<String> left() {
        return List.copyOf(left);
    }

    private static boolean about(String note, String fact) {
        return note.startsWith(fact + ": ");
    }

    private static String text(String note) {
        return note.substring(note.indexOf(": ") + 2);
    }
}
