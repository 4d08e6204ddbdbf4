package dev.polar.host.admin;

import dev.polar.adminapi.Check;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Keys;
import dev.polar.adminapi.Status;
import dev.polar.adminapi.WebLink;
import dev.polar.spi.Caller;
import dev.polar.spi.Refusal;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The host itself: how it is, and its end.
 *
 * @param statusNow asked anew each time
 * @param links makes a web link for somebody, asked for by an operator
 * @param stop begins the end and returns
 */
public record HostViews(
        Supplier<Status> statusNow,
        Supplier<List<Check>> checks,
        Supplier<Keys> keysNow,
        BiFunction<String, Caller.Operator, WebLink> links,
        Runnable stop) {

    Status status() {
        return statusNow.get();
    }

    List<Check> doctor() {
        return checks.get();
    }

    Keys keys() {
        return keysNow.get();
    }

    /** @throws Refusal {@code PLUGIN_DISABLED} while no web channel is enabled */
    WebLink link(String person, Caller.Operator by) {
        return links.apply(person, by);
    }

    Done down() {
        stop.run();
        return new Done("the host is ending", Map.of(), List.of());
    }
}
