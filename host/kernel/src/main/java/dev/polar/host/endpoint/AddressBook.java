package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.snapshot.Snapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Addresses as clients of each profile see them, made again when what servers have is another. */
final class AddressBook {
    private volatile Page page = new Page(Snapshot.EMPTY, new ConcurrentHashMap<>());

    private record Page(Snapshot snapshot, Map<ClientProfile, Addresses> addresses) {}

    Addresses of(Snapshot snapshot, ClientProfile profile) {
        var now = page;
        if (now.snapshot() != snapshot) {
            now = new Page(snapshot, new ConcurrentHashMap<>());
            page = now;
        }
        return now.addresses()
                .compute(
                        profile,
                        (same, before) ->
                                before != null && before.isCurrent() ? before : Addresses.of(snapshot, profile));
    }
}
