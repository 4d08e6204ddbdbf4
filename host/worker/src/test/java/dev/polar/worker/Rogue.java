package dev.polar.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Generation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.runtime.fixture.PluginJar;
import dev.polar.runtime.fixture.Probe;
import dev.polar.runtime.fixture.TestPackage;
import dev.polar.spi.Caller;
import dev.polar.spi.Trace;
import dev.polar.trust.json.StrictJson;
import java.util.Optional;

/** The plugin acme.rogue. */
final class Rogue {
    static final String NAME = "acme.rogue";

    private static final byte[] JAR = new PluginJar()
            .source("acme.rogue.RoguePlugin", Probe.text("RoguePlugin.java"))
            .build();

    private Rogue() {}

    static TestPackage plugin() {
        return TestPackage.named(NAME, "1.0.0")
                .pf4j(JAR)
                .tools(
                        "echo",
                        "all",
                        "threads",
                        "handle",
                        "hold",
                        "deaf",
                        "say",
                        "print",
                        "exit",
                        "halt",
                        "mute",
                        "hoard",
                        "overflow",
                        "log");
    }

    /** A call that somebody makes. */
    static Call call(Generation generation, Caller caller, String tool, String arguments) {
        return new Call(
                "intent-1",
                Target.tool(generation.id().plugin(), tool),
                StrictJson.object(arguments.getBytes(UTF_8), StrictJson.Limits.bytes(100_000)),
                caller,
                "session-1",
                new Trace(""),
                Optional.empty(),
                new Usage(),
                new Cancellation());
    }
}
