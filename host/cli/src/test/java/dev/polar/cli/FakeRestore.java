package dev.polar.cli;

import dev.polar.adminapi.Problem;
import dev.polar.adminapi.Restored;
import dev.polar.cli.shell.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.List;

/** A process that restores nothing: it says what it was told, as the real one says what it did. */
final class FakeRestore {
    private FakeRestore() {}

    public static void main(String[] args) {
        var told = List.of(args);
        System.out.println("a line of somebody's log");
        if (told.contains("sha256:other")) {
            System.out.println(Wire.write(Problem.of(new Refusal(Code.DIGEST_MISMATCH, "another digest", "look"))));
            System.exit(1);
        }
        boolean rehearsal = told.get(told.indexOf("--rehearse") + 1).equals("yes");
        System.out.println(Wire.write(new Restored(
                !rehearsal,
                told.get(told.indexOf("--data") + 1),
                "sha256:71c0",
                "2026-11-20T08:00:00Z",
                "here",
                7,
                rehearsal ? "" : "/data/before",
                List.of("ada 4b1f"),
                1,
                "set each again",
                List.of("who made it"))));
    }
}
