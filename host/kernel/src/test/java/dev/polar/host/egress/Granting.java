package dev.polar.host.egress;

import dev.polar.spi.Code;
import dev.polar.spi.HttpCall;
import dev.polar.spi.HttpReply;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import java.net.InetAddress;
import java.util.List;

/** Lets through what its grant names, and takes every name for loopback. */
record Granting(Grant grant) implements Passage {
    static Granting of(String... permissions) {
        return new Granting(Grant.parse(List.of(permissions)));
    }

    @Override
    public List<InetAddress> enter(HostPort to) {
        requireMay(to);
        return List.of(InetAddress.ofLiteral("127.0.0.1"));
    }

    @Override
    public void requireMay(HostPort to) {
        if (grant.allowing(to.access()).isEmpty()) {
            throw new Refusal(Code.PERMISSION_DENIED, "no " + to, "");
        }
    }

    @Override
    public Grant live() {
        return grant;
    }

    @Override
    public void requireHeld(HostPort to, InetAddress at) {
        requireMay(to);
    }

    @Override
    public HttpReply send(HttpCall call) {
        throw new AssertionError("nobody asked the host for a request");
    }
}
