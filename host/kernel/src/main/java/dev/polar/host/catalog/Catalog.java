package dev.polar.host.catalog;

import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.Optional;

/**
 * Every installed plugin's row, and the rows of its other releases. Only the lifecycle writes, and only inside the transaction of a
 * record.
 */
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
        return CatalogTable.find(transaction, plugin, Role.SERVING);
    }

    public Optional<Row> find(PluginId plugin) {
        return database.read(transaction -> CatalogTable.find(transaction, plugin, Role.SERVING));
    }

    /** The release of a plugin that is there for that. */
    public Optional<Row> find(PluginId plugin, Role role) {
        return database.read(transaction -> CatalogTable.find(transaction, plugin, role));
    }

    /** The release of a plugin that is there for that, as that transaction sees it. */
    public Optional<Row> find(Transaction transaction, PluginId plugin, Role role) {
        return CatalogTable.find(transaction, plugin, role);
    }

    /** Releases beside those that serve, in order of plugin and role. */
    public List<Row> beside() {
        return database.read(CatalogTable::beside);
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
        if (CatalogTable.find(transaction, row.plugin(), row.role()).isEmpty()) {
            CatalogTable.clear(transaction, row.plugin(), row.role());
        }
        requireUnchanged(CatalogTable.insert(transaction, row), row);
    }

    /** Writes a release that does not serve, in place of the one that was there for the same. */
    public void put(Transaction transaction, Row row) {
        CatalogTable.clear(transaction, row.plugin(), row.role());
        requireUnchanged(CatalogTable.insert(transaction, row), row);
    }

    /** Forgets the release that was there for that, if there is one. */
    public void drop(Transaction transaction, PluginId plugin, Role role) {
        CatalogTable.clear(transaction, plugin, role);
    }

    /** Forgets every release but the one that serves. */
    public void dropBeside(Transaction transaction, PluginId plugin) {
        for (var role : Role.values()) {
            if (role != Role.SERVING) {
                drop(transaction, plugin, role);
            }
        }
    }

    /**
     * Puts another release in a row's place.
     *
     * @throws Refusal {@code PLAN_CHANGED} if the row is no longer the one that was read
     */
    public void replace(Transaction transaction, Row old, Row next) {
        requireUnchanged(CatalogTable.replace(transaction, old, next), old);
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
