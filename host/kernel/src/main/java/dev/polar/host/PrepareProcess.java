package dev.polar.host;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Problem;
import dev.polar.host.store.Database;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.bind.JsonbBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The process that makes a database ready for a host whose login does not own the tables: {@code --prepare-for LOGIN
 * --may-prune yes}, with {@code database.url} of the login that does. Its last line is a {@code Done} or a {@code Problem}.
 */
record PrepareProcess(String login, boolean mayPrune) {

    /** Takes its own flags away from those of a host, if they are there. */
    static Optional<PrepareProcess> asked(Map<String, String> flags) {
        var login = Optional.ofNullable(flags.remove("--prepare-for"));
        var mayPrune = "yes".equals(flags.remove("--may-prune"));
        return login.map(name -> new PrepareProcess(name, mayPrune));
    }

    /** Returns the exit code. */
    int run(Settings settings) {
        try {
            say(prepared(settings.databaseUrl()
                    .value()
                    .orElseThrow(() -> new Refusal(
                            Code.SETTING_INVALID,
                            "database.url names no PostgreSQL: the embedded one has one login",
                            "POLAR_DATABASE_URL=postgresql://OWNER:PASSWORD@HOST/DATABASE polar database prepare --for"
                                    + " LOGIN"))));
            return 0;
        } catch (Refusal refusal) {
            say(Problem.of(refusal));
            return 1;
        }
    }

    Done prepared(String url) {
        try (var database = Database.at(url)) {
            database.admit(login, mayPrune);
        }
        return new Done(
                "the tables are up to date, and " + login + " may add to the audit log and not change it",
                Map.of("login", login, "prune", mayPrune ? "yes" : "no"),
                List.of("database.url with that login, then polar up"));
    }

    private static void say(Object answer) {
        System.out.println(JsonbBuilder.create().toJson(answer));
    }
}
