package dev.polar.host;

import dev.polar.host.broker.Brokers;
import dev.polar.host.broker.KeptSecrets;
import dev.polar.host.egress.Relays;
import dev.polar.host.gate.PluginCalls;
import dev.polar.host.lifecycle.Contexts;
import dev.polar.runtime.Runtimes;
import dev.polar.runtime.mcp.McpRuntime;
import dev.polar.runtime.osgi.OsgiRuntime;
import dev.polar.runtime.pf4j.Pf4jRuntime;
import dev.polar.runtime.skill.SkillRuntime;
import dev.polar.runtime.worker.WorkerRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What plugins are given, and what runs them: whatever stands between foreign code and the host is put together here.
 *
 * @param contexts what a generation is given
 * @param watch hears of servers that change or fall; who listens comes later
 */
record Running(KeptSecrets secrets, Contexts contexts, Runtimes runtimes, LateWatch watch) {

    /**
     * @param serverIdle how long nobody calls an MCP server before it is let go until the next call; empty for never
     * @param serverStart {@code first-use} or {@code boot}
     */
    static Running on(
            Machine machine,
            Remembered remembered,
            Signed signed,
            Calling calling,
            Optional<Duration> serverIdle,
            String serverStart,
            InstantSource clock,
            Ending ending) {
        var secrets = new KeptSecrets(remembered.values(), signed.ledger());
        var brokers = new Brokers(
                        remembered.database(),
                        remembered.dataDir(),
                        new PluginCalls(calling.gate(), calling.snapshots()),
                        secrets,
                        remembered.journal(),
                        clock)
                .through(ending.with(Relays.in(remembered.dataDir(), remembered.journal())))
                .noting(calling.takenIn());
        var contexts = new LeasedContexts(brokers, remembered.membership().lease());
        var watch = new LateWatch();
        var osgi = ending.with(new OsgiRuntime(remembered.dataDir().resolve("osgi"), clock));
        var pf4j = new Pf4jRuntime(clock);
        var runtimes = new Runtimes(
                osgi,
                pf4j,
                new SkillRuntime(machine.starter(), machine.confinement(), machine.interpreters()),
                new McpRuntime(
                        machine.starter(),
                        machine.confinement(),
                        machine.interpreters(),
                        watch,
                        serverIdle,
                        serverStart.equals("first-use")),
                new WorkerRuntime(
                        machine.starter(), machine.confinement(), machine::worker, osgi, pf4j, watch::quarantined));
        return new Running(secrets, contexts, runtimes, watch);
    }
}
