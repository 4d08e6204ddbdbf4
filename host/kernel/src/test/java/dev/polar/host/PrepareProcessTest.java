package dev.polar.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.Database;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Letting a login in that adds to the log and does not own it; what that login then can do is ClosedLogTest's. */
class PrepareProcessTest {
    private static final String LOGIN = "polar_prepared";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private int sql(String sql) {
        return database.get().write(transaction -> transaction.handle().execute(sql));
    }

    @Test
    void it_takes_its_own_flags_and_leaves_those_of_a_host() {
        var flags = new HashMap<>(Map.of("--prepare-for", LOGIN, "--may-prune", "yes", "--data", "/data"));
        assertEquals(Optional.of(new PrepareProcess(LOGIN, true)), PrepareProcess.asked(flags));
        assertEquals(Map.of("--data", "/data"), flags);
        assertEquals(
                Optional.of(new PrepareProcess(LOGIN, false)),
                PrepareProcess.asked(new HashMap<>(Map.of("--prepare-for", LOGIN))));
        assertEquals(Optional.empty(), PrepareProcess.asked(new HashMap<>(Map.of("--may-prune", "yes"))));
    }

    @Test
    void a_login_that_is_let_in_opens_the_database_and_may_be_let_in_again() {
        sql("CREATE ROLE " + LOGIN + " LOGIN PASSWORD 'test'");
        try {
            for (boolean mayPrune : new boolean[] {true, false}) {
                var done = new PrepareProcess(LOGIN, mayPrune).prepared(database.url());
                assertEquals(mayPrune ? "yes" : "no", done.facts().get("prune"));
                try (var theirs = Database.at(database.url().replaceFirst("//[^@]*@", "//" + LOGIN + ":test@"))) {
                    assertTrue(theirs.answers());
                }
            }
        } finally {
            sql("DROP OWNED BY " + LOGIN);
            sql("DROP ROLE " + LOGIN);
        }
    }

    @Test
    void who_is_no_login_or_owns_the_tables_is_not_let_in() {
        var nobody = assertThrows(Refusal.class, () -> new PrepareProcess("nobody", false).prepared(database.url()));
        assertEquals(Code.SETTING_INVALID, nobody.code());
        assertTrue(nobody.getMessage().contains("'nobody' is not let in"), nobody.getMessage());
        var owner = database.get().show("session_authorization");
        var self = assertThrows(Refusal.class, () -> new PrepareProcess(owner, false).prepared(database.url()));
        assertTrue(self.getMessage().contains("owns the tables"), self.getMessage());
    }
}
