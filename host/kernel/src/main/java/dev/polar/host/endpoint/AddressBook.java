package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.snapshot.Snapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Addresses as clients of each profile see them, made again when what servers have is another. */
final class AddressBook {
    private final PerSnapshot<Map<ClientProfile, Addresses>> pages =
            new PerSnapshot<>(snapshot -> new ConcurrentHashMap<>());

    Addresses of(Snapshot snapshot, ClientProfile profile) {
        return pages.of(snapshot)
                .compute(
                        profile,
                        (same, before) ->
                                before != null && before.isCurrent() ? before : Addresses.of(snapshot, profile));
    }
}
