package dev.polar.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void a_commit_is_durable(String setting) {
        assertEquals("on", DATABASE.get().show(setting));
        System.out.println("SHOW " + setting + ": " + DATABASE.get().show(setting));
    }

    @Test
    void a_read_cannot_write() {
        assertThrows(
                RuntimeException.class,
                () -> DATABASE.get().read(transaction -> transaction.handle().execute("CREATE TABLE nothing ()")));
    }

    @Test
    void work_that_throws_leaves_nothing_behind() {
        DATABASE.get().write(transaction -> transaction.handle().execute("CREATE TABLE kept (n int)"));
        assertThrows(
                ArithmeticException.class,
                () -> DATABASE.get().write(transaction -> {
                    transaction.handle().execute("INSERT INTO kept VALUES (1)");
                    throw new ArithmeticException();
                }));
        var rows = DATABASE.get()
                .read(transaction -> transaction
                        .handle()
                        .select("SELECT * FROM kept")
                        .mapToMap()
                        .list());
        assertTrue(rows.isEmpty());
    }

    public record Row(
            int id,
            @JsonColumn List<String> names,
            @JsonColumn Inner inner) {}

    public record Inner(String text, int number) {}

    @Test
    void a_record_goes_into_jsonb_and_comes_back() {
        var row = new Row(7, List.of("a", "b"), new Inner("quote \" and \u00e9", 5));
        var back = DATABASE.get().write(transaction -> {
            var handle = transaction.handle();
            handle.execute("CREATE TABLE with_json (id int, names jsonb, inner_value jsonb)");
            handle.createUpdate("INSERT INTO with_json VALUES (:id, :names, :inner)")
                    .bindMethods(row)
                    .execute();
            return handle.select("SELECT id, names, inner_value AS inner FROM with_json WHERE names ? 'a'"
                            .replace("?", "??"))
                    .map(ConstructorMapper.of(Row.class))
                    .one();
        });
        assertEquals(row, back);
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://polar:p%40ss@db.example:5433/polar?sslmode=require, "
                + "jdbc:postgresql://db.example:5433/polar?sslmode=require, polar, p@ss",
        "postgres://db/polar, jdbc:postgresql://db/polar,,",
        "jdbc:postgresql://db/polar?user=a, jdbc:postgresql://db/polar?user=a,,"
    })
    void an_address_is_read_in_both_forms(String url, String jdbc, String user, String password) {
        var address = DatabaseAddress.of(url);
        assertEquals(jdbc, address.jdbcUrl());
        assertEquals(user, address.user().orElse(null));
        assertEquals(password, address.password().orElse(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mysql://x", "jdbc:postgresql://host:port/x", "postgresql://", "here", "postgresql://a b/c"})
    void what_is_no_address_of_a_postgresql_is_refused(String url) {
        assertEquals(
                Code.SETTING_INVALID,
                assertThrows(Refusal.class, () -> DatabaseAddress.of(url)).code());
    }

    @Test
    void a_database_that_does_not_answer_is_a_typed_refusal() {
        assertEquals(
                Code.DATABASE_UNAVAILABLE,
                assertThrows(Refusal.class, () -> Database.at("postgresql://127.0.0.1:1/none"))
                        .code());
    }
}
