package dev.polar.host.broker;

import dev.polar.runtime.Call;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Surroundings;
import dev.polar.spi.Json;
import dev.polar.spi.PluginContext;
import dev.polar.spi.PluginId;
import dev.polar.spi.ToolAnswer;
import dev.polar.spi.ToolId;
import dev.polar.spi.ToolInfo;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocketFactory;

/** Brokers of one test: names lead where it says, and no tools are there. */
final class TestBroker implements Lookup, ToolCaller {
    private final TestHost host;

    /** What names lead to, in turn; the last stays. */
    final Map<String, List<String>> names = new ConcurrentHashMap<>();

    /** Names that were looked up. */
    final List<String> lookups = new CopyOnWriteArrayList<>();

    SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();

    TestBroker(TestHost host) {
        this.host = host;
    }

    PluginContext of(String... permissions) {
        return of(TestHost.fresh(), permissions);
    }

    PluginContext of(PluginId plugin, String... permissions) {
        return of(new Owner(plugin, "acme"), new LiveGrant(permissions));
    }

    PluginContext of(Owner owner, LiveGrant live) {
        return surroundings(owner, live).context();
    }

    Surroundings surroundings(Owner owner, LiveGrant live) {
        return new Brokers(
                        host.database,
                        host.data,
                        this,
                        host.secrets,
                        host.journal,
                        InstantSource.system(),
                        this,
                        new Exchange(tls))
                .through(host.relays)
                .forGeneration(
                        new GenerationId(owner.plugin(), "1.0.0", "sha256:" + "0".repeat(64), 1),
                        owner,
                        live.get(),
                        live);
    }

    @Override
    public List<InetAddress> addresses(String name) throws UnknownHostException {
        lookups.add(name);
        var answers = names.get(name);
        if (answers == null) {
            throw new UnknownHostException(name);
        }
        var answer = answers.getFirst();
        if (answers.size() > 1) {
            names.put(name, new ArrayList<>(answers.subList(1, answers.size())));
        }
        return List.of(answer.split(" ")).stream().map(InetAddress::ofLiteral).toList();
    }

    @Override
    public ToolAnswer call(PluginId self, Call answering, ToolId tool, String arguments) {
        throw new AssertionError("there is no gate here");
    }

    @Override
    public List<ToolInfo> list() {
        return List.of();
    }

    record Text(String text) implements Json {
        @Override
        public <T> T as(Class<T> type) {
            throw new AssertionError("nobody binds it here");
        }
    }
}
