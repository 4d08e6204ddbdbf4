package dev.polar.trust.permission;

import java.util.Optional;

/** Connecting to a host and port; checked after name resolution, at connect and at each redirect. */
public record NetConnect(Host host, Port port) implements Access {
    static NetConnect read(Selector selector) {
        var text = selector.text();
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw selector.refused(text.length(), "a host needs a port");
        }
        return new NetConnect(HostText.read(selector, text.substring(0, colon)), Port.read(selector, colon + 1));
    }

    /** Whether any {@code *} is in it. */
    public boolean wildcard() {
        return host.wildcard() || port.any();
    }

    @Override
    public String kind() {
        return "net.connect";
    }

    @Override
    public String selector() {
        return host + ":" + port;
    }

    @Override
    public Optional<NetConnect> meet(Access other) {
        return other instanceof NetConnect(var otherHost, var otherPort)
                ? host.meet(otherHost).flatMap(h -> port.meet(otherPort).map(p -> new NetConnect(h, p)))
                : Optional.empty();
    }

    @Override
    public boolean highRisk() {
        return wildcard();
    }
}
