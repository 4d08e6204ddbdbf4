package dev.polar.trust.permission;

import java.util.Optional;

/** Listening on the loopback interface. */
public record NetListen(Port port) implements Access {
    private static final String LOOPBACK = "loopback:";

    static NetListen read(Selector selector) {
        if (!selector.text().startsWith(LOOPBACK)) {
            throw selector.refused(0, "a plugin listens on loopback alone");
        }
        return new NetListen(Port.read(selector, LOOPBACK.length()));
    }

    @Override
    public String kind() {
        return "net.listen";
    }

    @Override
    public String selector() {
        return LOOPBACK + port;
    }

    @Override
    public Optional<NetListen> meet(Access other) {
        return other instanceof NetListen(var otherPort) ? port.meet(otherPort).map(NetListen::new) : Optional.empty();
    }
}
