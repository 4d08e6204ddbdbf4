package dev.polar.worker;

import dev.polar.runtime.CurrentCall;
import dev.polar.spi.Document;
import dev.polar.spi.DocumentSet;
import dev.polar.spi.Documents;
import dev.polar.spi.Effect;
import dev.polar.spi.Http;
import dev.polar.spi.HttpReply;
import dev.polar.spi.Json;
import dev.polar.spi.PluginContext;
import dev.polar.spi.PluginId;
import dev.polar.spi.SecretRef;
import dev.polar.spi.Secrets;
import dev.polar.spi.Storage;
import dev.polar.spi.ToolAnswer;
import dev.polar.spi.ToolId;
import dev.polar.spi.ToolInfo;
import dev.polar.spi.Tools;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A host that grants everything and notes who was asked in whose name.
 *
 * @param asked {@code caller:method}, in order
 * @param begun released once for each listing of tools
 * @param stuck what a listing of tools waits for
 */
record OpenHost(
        PluginId self,
        BlockingQueue<String> asked,
        BlockingQueue<String> logged,
        Semaphore begun,
        CountDownLatch stuck,
        Map<String, byte[]> files,
        Map<String, Document> notes,
        AtomicReference<Instant> now)
        implements PluginContext {
    OpenHost() {
        this(new CountDownLatch(0));
    }

    OpenHost(CountDownLatch stuck) {
        this(
                new PluginId(Rogue.NAME),
                new LinkedBlockingQueue<>(),
                new LinkedBlockingQueue<>(),
                new Semaphore(0),
                stuck,
                new ConcurrentSkipListMap<>(),
                new ConcurrentSkipListMap<>(),
                new AtomicReference<>(Instant.EPOCH));
    }

    /** Its clock stands still but for this. */
    void later(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private void note(String method) {
        asked.add(CurrentCall.get().map(call -> call.caller().name()).orElse("nobody") + ":" + method);
    }

    @Override
    public Http http() {
        return call -> {
            note("http " + call.method() + " " + call.uri() + " " + new TreeMap<>(call.headers()) + " "
                    + call.body().length + " " + call.timeout() + " " + call.secrets());
            return new HttpReply(201, Map.of("x", List.of("1", "2")), new byte[] {9, 9, 9});
        };
    }

    @Override
    public Documents documents() {
        return (scope, collection) -> new DocumentSet() {
            @Override
            public void put(String key, String text) {
                note("put " + scope + " " + collection);
                notes.put(key, new Document(key, text, Instant.EPOCH));
            }

            @Override
            public Optional<Document> get(String key) {
                return Optional.ofNullable(notes.get(key));
            }

            @Override
            public List<Document> search(String query, int limit) {
                return List.copyOf(notes.values());
            }

            @Override
            public boolean remove(String key) {
                return notes.remove(key) != null;
            }
        };
    }

    @Override
    public Storage storage() {
        return new Storage() {
            @Override
            public Optional<byte[]> read(String path) {
                return Optional.ofNullable(files.get(path));
            }

            @Override
            public void write(String path, byte[] bytes) {
                note("write");
                files.put(path, bytes);
            }

            @Override
            public List<String> list(String path) {
                note("list");
                return List.copyOf(files.keySet());
            }

            @Override
            public boolean delete(String path) {
                return files.remove(path) != null;
            }
        };
    }

    @Override
    public Secrets secrets() {
        return new Secrets() {
            @Override
            public SecretRef use(String name) {
                return new SecretRef(name);
            }

            @Override
            public String read(String name) {
                return "the value of " + name;
            }
        };
    }

    @Override
    public Tools tools() {
        return new Tools() {
            @Override
            public ToolAnswer call(ToolId tool, Object arguments) {
                note("call " + tool);
                return new ToolAnswer("", (Json) arguments);
            }

            @Override
            public List<ToolInfo> list() {
                note("tools");
                begun.release();
                try {
                    stuck.await();
                } catch (InterruptedException over) {
                    note("interrupted");
                }
                return List.of(new ToolInfo(ToolId.of("acme.other/echo"), "echoes", Effect.READ));
            }
        };
    }

    @Override
    public InstantSource clock() {
        return now::get;
    }

    @Override
    public System.Logger log() {
        return new System.Logger() {
            @Override
            public String getName() {
                return self.name();
            }

            @Override
            public boolean isLoggable(Level level) {
                return true;
            }

            @Override
            public void log(
                    Level level,
                    @Nullable ResourceBundle bundle,
                    @Nullable String message,
                    @Nullable Throwable thrown) {
                logged.add(level + " " + message);
            }

            @Override
            public void log(
                    Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
                logged.add(level + " " + format);
            }
        };
    }
}
