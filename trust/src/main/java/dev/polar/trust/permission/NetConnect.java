package dev.polar.trust.permission;

import java.util.Optional;
import java.util.regex.Pattern;

/** Connecting to a host and port; checked after name resolution, at connect and at each redirect. */
public record NetConnect(Host host, Port port) implements Access {
    private static final Pattern PUBLIC =
            Pattern.compile("[^.]+|(?:ac|co|com|edu|gob|gov|gouv|go|mil|ne|net|nom|or|org|sch)\\.[a-z]{2}");

    static NetConnect read(Selector selector) {
        var text = selector.text();
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw selector.refused(text.length(), "a host needs a port");
        }
        return new NetConnect(HostText.read(selector, text.substring(0, colon)), Port.read(selector, colon + 1));
    }

    /**
     * Whether it is to be shown as a connection to anyone: any host, or any below what looks like a public suffix. Only
     * the shapes {@code com} and {@code co.uk} are known here; nothing is decided by it but what people are told.
     */
    public boolean anyone() {
        return switch (host) {
            case Host.Any any -> true;
            case Host.Below(var domain) -> PUBLIC.matcher(domain).matches();
            case Host.Name name -> false;
            case Host.Address address -> false;
        };
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
