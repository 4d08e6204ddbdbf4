package dev.polar.host.admin;

import dev.polar.adminapi.Check;
import dev.polar.host.audit.Journal;
import dev.polar.host.backup.TrustMemory;
import dev.polar.host.consent.Operators;
import dev.polar.host.store.Database;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.ControlGroups;
import dev.polar.runtime.child.Interpreters;
import dev.polar.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What an operator would look at first, each line with what to do next. */
public final class Doctor {
    private final Database database;
    private final Journal journal;
    private final Operators operators;
    private final Confinement confinement;
    private final ControlGroups groups;
    private final Interpreters interpreters;
    private final TrustMemory memory;
    private final Supplier<List<Refusal>> problems;
    private final List<Check> settings;

    public Doctor(
            Database database,
            Journal journal,
            Operators operators,
            Confinement confinement,
            ControlGroups groups,
            Interpreters interpreters,
            TrustMemory memory,
            Supplier<List<Refusal>> problems,
            List<Check> settings) {
        this.database = database;
        this.journal = journal;
        this.operators = operators;
        this.confinement = confinement;
        this.groups = groups;
        this.interpreters = interpreters;
        this.memory = memory;
        this.problems = problems;
        this.settings = settings;
    }

    /** Everything, good and bad. */
    public List<Check> checks() {
        var checks = new ArrayList<Check>();
        checks.add(new Check("Java", true, Runtime.version().toString(), ""));
        checks.add(database());
        checks.add(durability("fsync"));
        checks.add(durability("synchronous_commit"));
        checks.add(
                journal.isFenced()
                        ? new Check(
                                "audit",
                                false,
                                "the last writes failed; nothing is done until one succeeds",
                                "look at the database and the disk")
                        : new Check("audit", true, "every record is durable before its action", ""));
        journal.shortOfRoom()
                .ifPresent(problem -> checks.add(new Check("disk", false, problem.getMessage(), problem.hint())));
        checks.add(
                operators.all().isEmpty()
                        ? new Check(
                                "operator",
                                false,
                                "nobody can consent to anything yet",
                                "polar key new --operator --no-passphrase FILE, then POLAR_OPERATOR_KEY=FILE")
                        : new Check("operator", true, operators.all().size() + " enrolled", ""));
        checks.addAll(new CageChecks(
                        confinement, groups.shown(), groups.missing(), "root".equals(System.getProperty("user.name")))
                .all());
        checks.add(
                interpreters.resolve("node").isPresent()
                        ? new Check(
                                "node", true, interpreters.resolve("node").get().toString(), "")
                        : new Check(
                                "node",
                                false,
                                "not found: MCP servers in JavaScript cannot start",
                                "apt-get install nodejs"));
        checks.add(new Check(
                "guard",
                true,
                "none: Java plugins in the host are trusted, not confined; records say 'declared'",
                "docs/security.md"));
        checks.add(
                memory.compared()
                        ? new Check("floors", true, "a database that was set back would be noticed", "")
                        : new Check(
                                "floors",
                                false,
                                "this start had no floors.json to compare with: a database that was set back before"
                                        + " went unnoticed",
                                "compare polar list and polar trust list with what you know; the next start compares"));
        problems.get()
                .forEach(problem ->
                        checks.add(new Check(problem.code().name(), false, problem.getMessage(), problem.hint())));
        checks.addAll(settings);
        return checks;
    }

    private Check database() {
        return database.answers()
                ? new Check("database", true, "PostgreSQL " + database.show("server_version"), "")
                : new Check("database", false, "does not answer", "start it; revocation works meanwhile");
    }

    private Check durability(String setting) {
        try {
            var value = database.show(setting);
            return new Check(
                    setting,
                    value.equals("on"),
                    value,
                    value.equals("on") ? "" : "switch it on: without it a power cut loses records");
        } catch (Refusal silent) {
            return new Check(setting, false, silent.getMessage(), silent.hint());
        }
    }
}
