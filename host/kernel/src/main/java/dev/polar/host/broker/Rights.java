package dev.polar.host.broker;

import dev.polar.runtime.CurrentCall;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Access;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.Limit;
import dev.polar.trust.permission.NetConnect;
import dev.polar.trust.permission.Permission;
import io.github.bucket4j.Bucket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One generation's live grant, asked at each use. */
final class Rights {
    private final PluginId plugin;
    private final Supplier<Grant> live;
    private final Consumer<Access> used;
    private final Map<Permission, Bucket> counts = new ConcurrentHashMap<>();

    /** @param live the grant, or thrown the refusal that ended it */
    Rights(PluginId plugin, Supplier<Grant> live) {
        this(plugin, live, use -> {});
    }

    /** @param used is told of each use that is let through, before it is made */
    Rights(PluginId plugin, Supplier<Grant> live, Consumer<Access> used) {
        this.plugin = plugin;
        this.live = live;
        this.used = used;
    }

    /**
     * Lets the use through and notes it with the call, or refuses.
     *
     * @throws Refusal {@code PERMISSION_DENIED}, {@code RATE_LIMITED}, or what ended the grant
     */
    void require(Access use) {
        var allowing = requireHeld(use);
        boolean unlimited =
                allowing.stream().anyMatch(permission -> permission.limit().isEmpty());
        if (!unlimited && allowing.stream().noneMatch(this::count)) {
            throw new Refusal(
                    Code.RATE_LIMITED,
                    plugin + " used " + use.text() + " as often as it may",
                    "try again later",
                    Map.of("permission", allowing.getFirst().toString()));
        }
        used.accept(use);
        CurrentCall.get().ifPresent(call -> call.usage().permission(use.text()));
    }

    /**
     * As {@link #require}, without counting or noting anything.
     *
     * @return the permissions that let it through
     */
    List<Permission> requireHeld(Access use) {
        var allowing = live.get().allowing(use);
        if (allowing.isEmpty()) {
            throw new Refusal(
                    Code.PERMISSION_DENIED,
                    plugin + " holds no " + use.text(),
                    "polar inspect " + plugin + " lists what it holds; its author asks for more in plugin.json",
                    Map.of("permission", use.text()));
        }
        return allowing;
    }

    /** Whether the grant lets it through now; nothing is counted or noted. */
    boolean hold(Access use) {
        return !live.get().allowing(use).isEmpty();
    }

    /** Whether the grant lets it through by naming exactly that host, not by a wildcard. */
    boolean holdNamed(NetConnect use) {
        return live.get().allowing(use).stream()
                .anyMatch(permission -> permission.access() instanceof NetConnect connect
                        && connect.host().equals(use.host()));
    }

    /** Refuses once the plugin is out. */
    void requireLive() {
        live.get();
    }

    /** The grant in force, or the refusal that ended it. */
    Grant live() {
        return live.get();
    }

    private boolean count(Permission permission) {
        return permission
                .limit()
                .map(limit ->
                        counts.computeIfAbsent(permission, p -> bucket(limit)).tryConsume(1))
                .orElse(true);
    }

    private static Bucket bucket(Limit limit) {
        return Bucket.builder()
                .addLimit(bound -> bound.capacity(limit.count())
                        .refillGreedy(limit.count(), limit.unit().length()))
                .build();
    }
}
