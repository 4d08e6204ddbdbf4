package dev.polar.trust.revocation;

import dev.polar.trust.admission.Facts;
import java.util.Set;

/** What a list of somebody else's can reach, as an operator granted it. */
public sealed interface Scope {
    /** Whether an entry that names this package counts. */
    boolean covers(Facts facts);

    /** As people read it. */
    String text();

    /** A publisher's own list: what it published, whatever key or digest the entry names. */
    record Publisher(String name) implements Scope {
        @Override
        public boolean covers(Facts facts) {
            return facts.publisher().equals(name);
        }

        @Override
        public String text() {
            return "publisher " + name;
        }
    }

    /** A registry's list: plugins of exactly these namespaces. */
    record Namespaces(Set<String> names) implements Scope {
        public Namespaces {
            names = Set.copyOf(names);
        }

        @Override
        public boolean covers(Facts facts) {
            return names.contains(facts.plugin().namespace());
        }

        @Override
        public String text() {
            return "namespaces " + String.join(", ", names.stream().sorted().toList());
        }
    }

    /** A registry's list that an operator let name anything. */
    record Everything() implements Scope {
        @Override
        public boolean covers(Facts facts) {
            return true;
        }

        @Override
        public String text() {
            return "everything";
        }
    }
}
