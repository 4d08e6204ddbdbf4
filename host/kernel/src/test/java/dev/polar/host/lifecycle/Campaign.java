package dev.polar.host.lifecycle;

import dev.polar.host.catalog.State;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import java.util.List;
import java.util.Random;

/** An operator, a publisher and bad luck, at random: pairs of releases that ask for more, less and other things. */
final class Campaign {
    static final String LIB = "local.lib";
    static final String APP = "local.app";

    private static final List<String> ASKED = List.of(
            "documents.read(notes;scope=user)",
            "documents.write(notes;scope=user)",
            "documents.read(notes;scope=chat)",
            "storage.read($DATA)",
            "storage.write($DATA)",
            "schedule.every(PT1M)",
            "schedule.every(PT1H)",
            "event.publish(news.*)",
            "event.publish(news.today)");
    private static final List<String> TOOLS = List.of("search", "read:read", "send:external", "drop:irreversible");

    private final TestHost host;
    private final Random random;

    Campaign(TestHost host, long seed) {
        this.host = host;
        this.random = new Random(seed);
    }

    /** One thing happens. What the host refuses is refused; anything else it throws is a fault. */
    void next() {
        var name = random.nextInt(3) == 0 ? LIB : APP;
        try {
            var state = host.state(name);
            if (state.isEmpty()) {
                host.run("install", "", "upload", pack(name));
            } else if (state.get() == State.ENABLED) {
                changed(name);
            } else if (state.get() == State.QUARANTINED && random.nextBoolean()) {
                host.run("uninstall", name);
            } else if (random.nextInt(4) == 0) {
                host.run("update", "", "upload", pack(name), "downgrade", "for a test");
            } else {
                host.run("enable", name);
            }
        } catch (Refusal refused) {
            if (refused.code() == Code.INTERNAL || refused.code() == Code.TRUST_TAMPERED) {
                throw refused;
            }
        }
    }

    private void changed(String name) {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> host.run("update", "", "upload", pack(name), "downgrade", "for a test");
            case 3 -> host.run("stage", "", "upload", pack(name), "downgrade", "for a test");
            case 4 -> host.run("update", "", "ticket", ticket(name), "downgrade", "for a test");
            case 5 -> host.run("unstage", ticket(name), "reason", "no");
            case 6, 7 -> host.run("canary", "", "upload", pack(name), "percent", "50", "downgrade", "for a test");
            case 8 -> host.run("update", name, "downgrade", "for a test");
            case 9 -> host.run("rollback", name);
            case 10 -> crash(name);
            case 11 -> host.run("disable", name);
            default -> throw new IllegalStateException();
        }
    }

    private void crash(String name) {
        var running = host.echo.loaded.get(name);
        if (running != null) {
            host.lifecycle.quarantine(running.id(), KilledLifecycle.CRASHED);
        }
    }

    private String ticket(String name) {
        return host.trust
                .read()
                .mandate(new PluginId(name))
                .flatMap(mandate -> mandate.waiting())
                .map(waiting -> waiting.ticket())
                .orElse("upd-0");
    }

    /** A release nobody has seen before, of version 1.something, as likely later as earlier. */
    private String pack(String name) {
        var version = "1." + random.nextInt(50) + "." + random.nextInt(1_000_000_000);
        var pack = Pack.code(name, version, some(TOOLS, 2)).askingAll(some(ASKED, 4));
        var requires = name.equals(APP) && random.nextBoolean() ? pack.requiring(LIB, "[1.0,2.0)") : pack;
        var broken = random.nextInt(6) == 0 ? requires.with("broken", "yes") : requires;
        return host.uploads.put(broken.signed(host.operator));
    }

    private String[] some(List<String> all, int most) {
        return random.ints(random.nextInt(most + 1), 0, all.size())
                .distinct()
                .mapToObj(all::get)
                .toArray(String[]::new);
    }
}
