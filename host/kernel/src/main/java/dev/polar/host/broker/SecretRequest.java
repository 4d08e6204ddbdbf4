package dev.polar.host.broker;

import dev.polar.adminapi.Request;
import java.util.Optional;

/** Which secret a request is about: {@code NAME} or {@code PLUGIN/NAME}; the parameter {@code plugin} says the same. */
record SecretRequest(Optional<String> plugin, String name) {
    static SecretRequest of(Request request) {
        var object = request.object();
        int slash = object.indexOf('/');
        return slash < 0
                ? new SecretRequest(Optional.ofNullable(request.with().get("plugin")), object)
                : new SecretRequest(Optional.of(object.substring(0, slash)), object.substring(slash + 1));
    }
}
