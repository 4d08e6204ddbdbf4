package dev.polar.host.egress;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Host;
import java.util.Map;

/**
 * What a TLS client has to say in the clear. One address serves many names: a connection to a granted name that names
 * another inside would be a connection to that other.
 */
final class HelloRule {
    private HelloRule() {}

    /** @throws Refusal {@code TLS_REFUSED} */
    static void require(ClientHello hello, HostPort to) {
        if (hello.hidden()) {
            throw refused(to, "hides which server it means (Encrypted Client Hello)", "turn ECH off in the client");
        }
        switch (to.host()) {
            case Host.Name(var name) -> {
                var said = hello.name();
                // Clients leave a name without a dot out, and localhost leads to this machine alone.
                if (said.isEmpty() ? !to.host().named() : !said.get().equalsIgnoreCase(name)) {
                    throw refused(
                            to,
                            said.map(other -> "names the server '" + other + "'")
                                    .orElse("names no server"),
                            "the server name in TLS (SNI) has to be " + name);
                }
            }
            case Host.Address address -> {
                if (hello.name().isPresent()) {
                    throw refused(
                            to,
                            "names the server '" + hello.name().get() + "'",
                            "connect by that name, and ask for net.connect with it");
                }
            }
            case Host.Any any -> throw refused(to, "goes nowhere", "");
            case Host.Below below -> throw refused(to, "goes nowhere", "");
        }
    }

    static Refusal refused(HostPort to, String what, String hint) {
        return new Refusal(
                Code.TLS_REFUSED,
                "the TLS connection to " + to + " " + what,
                hint,
                Map.of("destination", to.toString()));
    }
}
