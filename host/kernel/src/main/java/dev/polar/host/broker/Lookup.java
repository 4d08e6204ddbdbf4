package dev.polar.host.broker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds a name's addresses; asked once for each connection. */
@FunctionalInterface
interface Lookup {
    /** The machine's resolver. */
    Lookup SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    List<InetAddress> addresses(String name) throws UnknownHostException;
}
