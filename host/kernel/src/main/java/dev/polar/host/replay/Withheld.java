package dev.polar.host.replay;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Permissions that plugins would not hold: whoever used what one of them covers would have been refused. */
record Withheld(List<One> all) {
    static final Withheld NOTHING = new Withheld(List.of());

    record One(PluginId plugin, Permission permission) {}

    /**
     * Reads {@code PLUGIN:PERMISSION}.
     *
     * @throws Refusal {@code REQUEST_INVALID}, or {@code PERMISSION_INVALID}
     */
    static Withheld of(List<String> texts) {
        var all = new ArrayList<One>();
        for (var text : texts) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw new Refusal(
                        Code.REQUEST_INVALID,
                        "'" + text + "' names no plugin and permission",
                        "--without-grant 'acme.github:net.connect(api.github.com:443)'");
            }
            all.add(new One(new PluginId(text.substring(0, colon)), Permission.parse(text.substring(colon + 1))));
        }
        return new Withheld(List.copyOf(all));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The first that the call would have missed. */
    Optional<String> of(PastDecision past) {
        return all.stream()
                .filter(one ->
                        one.plugin().name().equals(past.question().plugin().name()))
                .filter(one -> past.used().stream().anyMatch(use -> covers(one.permission(), use)))
                .map(one -> one.permission().toString())
                .findFirst();
    }

    private static boolean covers(Permission permission, String use) {
        try {
            return permission.access().covers(Permission.parse(use).access());
        } catch (Refusal otherForm) {
            return false;
        }
    }
}
