package dev.polar.host.revocation;

import dev.polar.adminapi.Done;
import dev.polar.trust.revocation.SignedList;
import java.util.List;
import java.util.Map;

/** What an operator is told of a list that counts now. */
final class TakenList {
    private TakenList() {}

    static Done done(Source source, SignedList list, boolean another) {
        var what = "revocation list " + source.name() + " version " + list.version();
        return new Done(
                another ? "took in " + what : what + " is in force already",
                Map.of(
                        "list", source.name(),
                        "version", Long.toString(list.version()),
                        "entries", Integer.toString(list.entries().size()),
                        "expires", list.expires().toString()),
                List.of("polar revocations list"));
    }
}
