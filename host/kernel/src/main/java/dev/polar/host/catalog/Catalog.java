package dev.polar.host.catalog;

import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.Optional;

/** Every installed plugin's row. Only the lifecycle writes, and only inside the transaction of a record. */
public final class Catalog {
    private final Database database;

    public Catalog(Database database) {
        this.database = database;
    }

    /** All rows, in order of their names. */
    public List<Row> list() {
        return database.read(this::list);
    }

    /** All rows, as that transaction sees them. */
    public List<Row> list(Transaction transaction) {
        return CatalogTable.all(transaction).stream()
                .flatMap(read -> read.row().stream())
                .toList();
    }

    /** {@code TRUST_TAMPERED} for each row that cannot be read; it counts as absent. */
    public List<Refusal> problems() {
        return database.read(CatalogTable::all).stream()
                .filter(read -> read.row().isEmpty())
                .map(read -> new Refusal(
                        Code.TRUST_TAMPERED,
                        "the row of '" + CleanText.line(read.plugin()) + "' cannot be read",
                        "install it again"))
                .toList();
    }

    public Optional<Row> find(Transaction transaction, PluginId plugin) {
        return CatalogTable.find(transaction, plugin);
    }

    public Optional<Row> find(PluginId plugin) {
        return database.read(transaction -> CatalogTable.find(transaction, plugin));
    }

    /** @throws Refusal {@code NOT_FOUND} */
    public Row require(PluginId plugin) {
        return find(plugin)
                .orElseThrow(
                        () -> new Refusal(Code.NOT_FOUND, "plugin '" + plugin + "' is not installed", "polar list"));
    }

    /**
     * Writes a new plugin's row, in place of one that cannot be read.
     *
     * @throws Refusal {@code PLAN_CHANGED} if it has one by now
     */
    public void insert(Transaction transaction, Row row) {
        if (CatalogTable.find(transaction, row.plugin()).isEmpty()) {
            CatalogTable.clear(transaction, row.plugin());
        }
        requireUnchanged(CatalogTable.insert(transaction, row), row);
    }

    /**
     * Moves a plugin to another state.
     *
     * @throws Refusal {@code PLAN_CHANGED} if its row is no longer the one that was read
     */
    public void move(Transaction transaction, Row row, State to, Optional<Refusal> reason) {
        requireUnchanged(CatalogTable.move(transaction, row, to, reason), row);
    }

    /**
     * Deletes a plugin's row.
     *
     * @throws Refusal {@code PLAN_CHANGED} if it is no longer the one that was read
     */
    public void delete(Transaction transaction, Row row) {
        requireUnchanged(CatalogTable.delete(transaction, row), row);
    }

    private static void requireUnchanged(boolean written, Row row) {
        if (!written) {
            throw new Refusal(
                    Code.PLAN_CHANGED,
                    "plugin '" + row.plugin() + "' was changed by somebody else meanwhile",
                    "look at a new plan");
        }
    }
}
