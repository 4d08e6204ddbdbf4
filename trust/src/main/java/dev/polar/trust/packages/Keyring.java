package dev.polar.trust.packages;

import dev.polar.trust.key.KeyId;
import dev.polar.trust.key.PublicKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who is enrolled: each key belongs to one publisher or one reviewer. */
public final class Keyring {
    /** Nobody is enrolled. */
    public static final Keyring EMPTY = new Keyring(List.of(), List.of());

    private final List<Publisher> publishers;
    private final List<Reviewer> reviewers;
    private final List<PublicKey> keys;
    private final Map<KeyId, String> owners = new HashMap<>();

    /** @throws IllegalArgumentException if a key, or a namespace of publishers, has two owners */
    public Keyring(Collection<Publisher> publishers, Collection<Reviewer> reviewers) {
        this.publishers = List.copyOf(publishers);
        this.reviewers = List.copyOf(reviewers);
        this.keys = Stream.concat(
                        publishers.stream().map(Publisher::everyKey),
                        reviewers.stream().map(Reviewer::keys))
                .flatMap(List::stream)
                .distinct()
                .toList();
        var namespaces = new HashMap<String, String>();
        for (var publisher : publishers) {
            own(publisher.everyKey(), "publisher '" + publisher.name() + "'");
            for (var namespace : publisher.namespaces()) {
                once(namespaces.put(namespace, publisher.name()), publisher.name(), "namespace '" + namespace + "'");
            }
        }
        reviewers.forEach(reviewer -> own(reviewer.keys(), "reviewer '" + reviewer.name() + "'"));
    }

    private void own(List<PublicKey> keys, String owner) {
        keys.forEach(key -> once(owners.put(key.id(), owner), owner, "key " + key.id()));
    }

    private static void once(@Nullable String before, String now, String what) {
        if (before != null && !before.equals(now)) {
            throw new IllegalArgumentException(what + " belongs to " + before + " and to " + now);
        }
    }

    /** Every publisher. */
    public List<Publisher> publishers() {
        return publishers;
    }

    /** Every reviewer. */
    public List<Reviewer> reviewers() {
        return reviewers;
    }

    /** Every key of a publisher or a reviewer, former ones too. */
    public List<PublicKey> keys() {
        return keys;
    }

    /** Whose that key is, or was: {@code publisher 'acme'} or {@code reviewer 'eve'}. */
    public Optional<String> ownerOf(KeyId key) {
        return Optional.ofNullable(owners.get(key));
    }

    /** Whose that namespace is. */
    public Optional<Publisher> ownerOf(String namespace) {
        return publishers.stream()
                .filter(publisher -> publisher.owns(namespace))
                .findFirst();
    }
}
