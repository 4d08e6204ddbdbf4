package dev.polar.host.broker;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Host;
import dev.polar.trust.permission.NetConnect;
import dev.polar.trust.permission.Port;
import dev.polar.trust.permission.SpecialAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Map;

/**
 * Says to which addresses a connection may be made. The name is looked up once and the connection goes to what was
 * checked, so a name cannot mean something else a moment later. An address that leads inside (private, link-local,
 * loopback, metadata) or to this machine itself has to be named in the grant as an address: naming a host that happens to
 * lead there is not enough, for whoever owns the name decides where it leads. {@code localhost} names loopback.
 */
final class AddressCheck {
    private final PluginId plugin;
    private final Rights rights;
    private final Lookup lookup;

    AddressCheck(PluginId plugin, Rights rights, Lookup lookup) {
        this.plugin = plugin;
        this.rights = rights;
        this.lookup = lookup;
    }

    /**
     * All addresses of the destination.
     *
     * @throws Refusal {@code PERMISSION_DENIED} if any of them is not allowed
     */
    List<InetAddress> addresses(Destination to) throws IOException {
        var found = switch (to.host()) {
            case Host.Address(var address) -> List.of(InetAddress.ofLiteral(address));
            case Host.Name(var name) -> lookup.addresses(name);
            case Host.Any any -> List.<InetAddress>of();
            case Host.Below below -> List.<InetAddress>of();
        };
        for (var address : found) {
            require(to, address);
        }
        return found;
    }

    /** @throws Refusal {@code PERMISSION_DENIED} if the destination may not be reached at that address */
    void require(Destination to, InetAddress address) throws SocketException {
        boolean localhost = to.host() instanceof Host.Name && to.host().named();
        if (localhost ? address.isLoopbackAddress() : !inside(address)) {
            return;
        }
        var host = Host.of(address.getHostAddress());
        if (host.isPresent() && rights.holdNamed(new NetConnect(host.get(), Port.of(to.port())))) {
            return;
        }
        var needed = "net.connect(" + host.map(Host::toString).orElse("an address with a zone") + ":" + to.port() + ")";
        throw new Refusal(
                Code.PERMISSION_DENIED,
                to.host() + " leads to " + address.getHostAddress() + " inside, and " + plugin + " holds no " + needed,
                "polar inspect " + plugin + " lists what it holds; an inner address has to be named itself",
                Map.of("permission", needed));
    }

    private static boolean inside(InetAddress address) throws SocketException {
        return SpecialAddresses.contains(address.getAddress()) || NetworkInterface.getByInetAddress(address) != null;
    }
}
