package dev.polar.host.broker;

import dev.polar.host.audit.Journal;
import dev.polar.host.egress.Relays;
import dev.polar.host.session.TakenIn;
import dev.polar.host.store.Database;
import dev.polar.host.store.OwnerOnly;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.child.Egress;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.LoggerFactory;

/** Gives each generation a broker of its own. */
public final class Brokers {
    private final Database database;
    private final Path data;
    private final ToolCaller tools;
    private final KeptSecrets secrets;
    private final Journal journal;
    private final InstantSource clock;
    private final Lookup lookup;
    private final Exchange exchange;
    private volatile Optional<Relays> relays = Optional.empty();
    private volatile TakenIn takenIn = new TakenIn();

    /** @param dataDir the host's; plugins' files are below {@code data/} in it */
    public Brokers(
            Database database,
            Path dataDir,
            ToolCaller tools,
            KeptSecrets secrets,
            Journal journal,
            InstantSource clock) {
        this(database, dataDir, tools, secrets, journal, clock, Lookup.SYSTEM, new Exchange((SSLSocketFactory)
                SSLSocketFactory.getDefault()));
    }

    Brokers(
            Database database,
            Path dataDir,
            ToolCaller tools,
            KeptSecrets secrets,
            Journal journal,
            InstantSource clock,
            Lookup lookup,
            Exchange exchange) {
        this.database = database;
        this.data = dataDir.resolve("data");
        this.tools = tools;
        this.secrets = secrets;
        this.journal = journal;
        this.clock = clock;
        this.lookup = lookup;
        this.exchange = exchange;
    }

    /** Gives processes of plugins a way to the network; without it they have none. */
    public Brokers through(Relays relays) {
        this.relays = Optional.of(relays);
        return this;
    }

    /** Has what generations use noted there. */
    public Brokers noting(TakenIn uses) {
        takenIn = uses;
        return this;
    }

    /**
     * The broker of one generation, and what else a process of its own gets.
     *
     * @param admitted what it starts with: its processes see the secrets of that grant
     * @param live the grant in force, asked at each use; throws the refusal that ended it ({@code PLUGIN_REVOKED},
     *     {@code PLUGIN_DISABLED})
     */
    public Surroundings forGeneration(GenerationId id, Owner owner, Grant admitted, Supplier<Grant> live) {
        var rights = new Rights(owner.plugin(), live, used -> takenIn.note(id, used));
        var use = new SecretUse(id, journal);
        UnaryOperator<String> masked = text -> secrets.maskFor(owner).masked(text);
        var named = new BrokeredSecrets(owner, rights, secrets, use);
        var check = new AddressCheck(owner.plugin(), rights, lookup);
        var http = new BrokeredHttp(rights, check, exchange, new SentSecrets(owner, named, secrets, use));
        var egress = relays.map(all -> all.of(id, new ChildPassage(rights, check, http)))
                .orElse(Egress.NONE);
        var broker = new Broker(
                owner.plugin(),
                http,
                new BrokeredDocuments(owner, rights, database),
                new BrokeredStorage(path(owner), rights),
                named,
                new BrokeredTools(owner.plugin(), rights, tools),
                clock,
                new PluginLog(LoggerFactory.getLogger("plugin." + owner.plugin()), masked));
        return new Surroundings(
                broker, () -> directory(owner), egress, new SecretEnvironment(owner, admitted, secrets, use), masked);
    }

    /** {@code $DATA} of that owner; it is there when this returns. */
    public Path directory(Owner owner) {
        try {
            return OwnerOnly.directory(path(owner));
        } catch (IOException e) {
            throw new Refusal(
                    Code.STORAGE_FAILED,
                    "the data directory of " + owner.plugin() + " could not be made: "
                            + e.getClass().getSimpleName(),
                    "look at the host's disk");
        }
    }

    private Path path(Owner owner) {
        return data.resolve(owner.publisher()).resolve(owner.plugin().name());
    }
}
