package acme.probe;

import dev.polar.spi.Code;
import dev.polar.spi.Content;
import dev.polar.spi.HttpCall;
import dev.polar.spi.Json;
import dev.polar.spi.JsonText;
import dev.polar.spi.Plugin;
import dev.polar.spi.PluginContext;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolCall;
import dev.polar.spi.ToolHandler;
import dev.polar.spi.ToolId;
import dev.polar.spi.ToolResult;
import java.net.URI;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import org.pf4j.Extension;

@Extension
public final class ProbePlugin implements Plugin {
    public record Trip(String place, int days) {
        public Trip {
            if (days < 0) {
                throw new IllegalArgumentException("days are never negative");
            }
        }
    }

    public record Kept(String name, Json rest) {}

    public static final class Loop {
        public Loop getSelf() {
            return this;
        }
    }

    static final class Mute extends RuntimeException {
        @Override
        public String getMessage() {
            throw new IllegalStateException("not even that");
        }
    }

    private final ThreadLocal<Loop> local = new ThreadLocal<>();

    @Override
    public Map<String, ToolHandler> tools(PluginContext host) {
        var tools = new LinkedHashMap<String, ToolHandler>();
        tools.put("trip", call -> ToolResult.of(call.arguments().as(Trip.class)));
        tools.put("keep", call -> ToolResult.of(call.arguments().as(Kept.class)));
        tools.put("json", call -> ToolResult.of(call.arguments()));
        tools.put("where", this::where);
        tools.put("see", this::see);
        tools.put("read", ProbePlugin::read);
        tools.put("hang", call -> {
            host.tools().list(); // the test waits for this
            new CountDownLatch(1).await();
            return ToolResult.text("never");
        });
        tools.put("deaf", call -> {
            host.tools().list();
            return deaf(call);
        });
        tools.put("fail", call -> {
            throw new IllegalStateException("no \u001b[31mweather\ntoday");
        });
        tools.put("mute", call -> {
            throw new Mute();
        });
        tools.put("deep", call -> ToolResult.text("" + depth(0)));
        tools.put("hungry", call -> {
            throw new OutOfMemoryError("Java heap space");
        });
        tools.put("refuse", call -> {
            var code = (String) call.arguments().as(Map.class).get("code");
            throw new Refusal(Code.valueOf(code), "the probe says no", "");
        });
        tools.put("nothing", call -> null);
        tools.put("wordless", call -> ToolResult.text(null));
        tools.put("long", call -> ToolResult.text("x".repeat(3 << 20)));
        tools.put("half", call -> ToolResult.text("\ud83d\ude00".substring(0, 1)));
        tools.put("endless", call -> ToolResult.of(Map.of("all", new AbstractList<String>() {
            @Override
            public String get(int index) {
                return "on and on";
            }

            @Override
            public int size() {
                return Integer.MAX_VALUE;
            }
        })));
        tools.put("loop", call -> ToolResult.of(new Loop()));
        tools.put("nan", call -> ToolResult.of(Map.of("value", Double.NaN)));
        tools.put("picture", call -> media("image/png", 3));
        tools.put("film", call -> media("video/mp4", 3));
        tools.put("album", call -> media("image/png", 9 << 20));
        tools.put("ask", call -> {
            var answer = host.tools().call(ToolId.of("acme.other/echo"), new Trip("Bern", 2));
            return ToolResult.of(Map.of("by", answer.text(), "trip", answer.structured().as(Trip.class)));
        });
        tools.put("pass", call -> {
            var written = new JsonText((String) call.arguments().as(Map.class).get("written"));
            return ToolResult.of(host.tools().call(ToolId.of("acme.other/echo"), written).structured());
        });
        tools.put("fetch", call -> {
            host.http().send(HttpCall.get(URI.create("https://weather.example/")));
            return ToolResult.text("fetched");
        });
        tools.put("stay", call -> {
            local.set(new Loop());
            var name = (String) call.arguments().as(Map.class).get("name");
            new Thread(ProbePlugin::linger, name).start();
            return ToolResult.text("started");
        });
        return tools;
    }

    private ToolResult where(ToolCall call) {
        var thread = Thread.currentThread();
        return ToolResult.of(Map.of(
                "virtual", thread.isVirtual(),
                "daemon", thread.isDaemon(),
                "interrupted", thread.isInterrupted(),
                "ownLoader", thread.getContextClassLoader() == ProbePlugin.class.getClassLoader(),
                "from", String.valueOf(ProbePlugin.class.getProtectionDomain().getCodeSource()),
                "loader", String.valueOf(ProbePlugin.class.getClassLoader())));
    }

    /** Which of the named classes can be loaded, by which way. */
    private ToolResult see(ToolCall call) {
        var seen = new ArrayList<String>();
        var names = (List<?>) call.arguments().as(Map.class).get("names");
        for (var name : names) {
            for (var loader : new ClassLoader[] {
                ProbePlugin.class.getClassLoader(), Thread.currentThread().getContextClassLoader()
            }) {
                try {
                    seen.add(Class.forName((String) name, false, loader).getName());
                } catch (ClassNotFoundException | LinkageError none) {
                    // not seen
                }
            }
        }
        return ToolResult.of(Map.of("seen", seen));
    }

    private static ToolResult read(ToolCall call) throws Exception {
        var path = (String) call.arguments().as(Map.class).get("path");
        var loader = ProbePlugin.class.getClassLoader();
        var url = loader.getResource(path);
        try (var one = loader.getResourceAsStream(path);
                var other = url.openStream()) {
            var services = new ArrayList<String>();
            ServiceLoader.load(Runnable.class).forEach(service -> services.add(service.getClass().getSimpleName()));
            return ToolResult.of(Map.of(
                    "stream", new String(one.readAllBytes()),
                    "url", new String(other.readAllBytes()),
                    "services", services));
        }
    }

    /** Goes on after an interrupt, for a while. */
    private static ToolResult deaf(ToolCall call) {
        var millis = ((Number) call.arguments().as(Map.class).get("millis")).longValue();
        var end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return ToolResult.text("at last");
    }

    private static int depth(int now) {
        return depth(now + 1) + 1;
    }

    private static ToolResult media(String type, int bytes) {
        return new ToolResult(List.of(new Content.Media(type, new byte[bytes])), Optional.empty());
    }

    private static void linger() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException end) {
            // the test asks it to end
        }
    }
}
