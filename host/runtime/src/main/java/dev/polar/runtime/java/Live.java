package dev.polar.runtime.java;

import dev.polar.runtime.Adapter;
import dev.polar.runtime.Rules;
import dev.polar.spi.Refusal;
import dev.polar.spi.audit.AuditSink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything of a generation that holds its class loader, so that it can be let go of as one. */
record Live(PluginCode code, PluginThreads threads, Binding binding, PluginObjects objects) {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final Duration END_WITHIN = Duration.ofMillis(500);

    /**
     * What ending it leaves; holds nothing of the plugin.
     *
     * @param running calls whose code did not end, in words
     */
    record Remains(int cancelled, List<String> left, List<String> running, Leftovers leftovers) {}

    /** What it offers to channels. */
    Map<String, Adapter> adapters() {
        var adapters = new HashMap<String, Adapter>();
        objects.adapters().forEach((kind, code) -> adapters.put(kind, new Adapter(code, binding::json)));
        return adapters;
    }

    /** What it says to other plugins' calls. */
    Rules rules() {
        return new Rules(objects.policyRules(), objects.resultRules(), binding::json);
    }

    /** What it does with records. */
    Map<String, AuditSink> sinks() {
        return objects.sinks();
    }

    /** Drains, cancels, stops, gives back. */
    Remains end(Duration drain, InstantSource clock) {
        var leftovers = new Leftovers(code.loader(), threads.group());
        threads.close();
        threads.drain(drain);
        int cancelled = threads.stopAll();
        var left = new ArrayList<>(stop(clock));
        threads.end(END_WITHIN);
        var running = threads.overdue();
        binding.close();
        left.addAll(code.drop());
        return new Remains(cancelled, left, running, leftovers);
    }

    /** Stops what runs and lets the plugin stop; what it said against that. */
    List<String> stop(InstantSource clock) {
        threads.close();
        threads.stopAll();
        threads.settle(END_WITHIN);
        if (objects.plugin().isPresent()) {
            try {
                threads.runLast("stop()", clock.instant().plus(STOP_WITHIN), () -> {
                    objects.stop();
                    return true;
                });
            } catch (Refusal why) {
                return List.of(why.getMessage());
            }
        }
        return List.of();
    }

    /** Cancels and gives back; the plugin is not asked to stop. */
    Remains cut(Duration notice) {
        var leftovers = new Leftovers(code.loader(), threads.group());
        threads.close();
        int cancelled = threads.stopAll();
        threads.interruptAll();
        threads.end(notice);
        var running = threads.overdue();
        binding.close();
        return new Remains(cancelled, code.drop(), running, leftovers);
    }
}
