package dev.polar.cli;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Problem;
import dev.polar.cli.shell.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.List;
import java.util.Map;

/** A process that prepares nothing: it says what it was told, as the real one says what it did. */
final class FakePrepare {
    private FakePrepare() {}

    public static void main(String[] args) {
        var told = List.of(args);
        System.out.println("a line of somebody's log");
        var login = told.get(told.indexOf("--prepare-for") + 1);
        switch (login) {
            case "stranger" -> {
                System.out.println(
                        Wire.write(Problem.of(new Refusal(Code.SETTING_INVALID, "'stranger' is not let in", "look"))));
                System.exit(1);
            }
            case "broken" -> System.exit(1);
            default ->
                System.out.println(Wire.write(new Done(
                        login + " may prune: " + told.get(told.indexOf("--may-prune") + 1) + " in "
                                + told.get(told.indexOf("--data") + 1),
                        Map.of("login", login),
                        List.of())));
        }
    }
}
