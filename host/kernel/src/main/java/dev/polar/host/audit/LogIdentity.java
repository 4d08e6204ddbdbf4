package dev.polar.host.audit;

import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.key.SigningKey;

/**
 * Which log a node writes.
 *
 * @param id its key in the database
 * @param origin {@code HOST/polar/INSTALLATION/NODE/NUMBER}, never changed
 */
record LogIdentity(int id, String origin, String node, SigningKey key) {
    NoteKey noteKey() {
        return new NoteKey(origin, key.publicKey());
    }
}
