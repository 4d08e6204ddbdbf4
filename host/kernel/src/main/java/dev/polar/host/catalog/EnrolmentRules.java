package dev.polar.host.catalog;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import dev.polar.trust.text.LookAlike;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** When somebody may be enrolled: names, keys and namespaces have one owner each, for ever. */
final class EnrolmentRules {
    private static final Pattern NAME = Pattern.compile("[a-z0-9](-?[a-z0-9])*(\\.[a-z0-9](-?[a-z0-9])*)*");

    private EnrolmentRules() {}

    static void require(Enrolment wanted, Trust trust) {
        if (!NAME.matcher(wanted.name()).matches() || wanted.name().length() > 64) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "'" + CleanText.line(wanted.name()) + "' is no publisher's name",
                    "lower-case letters, digits, dots and hyphens");
        }
        if (trust.owner(wanted.name()).isPresent()) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    "publisher '" + wanted.name() + "' is enrolled already",
                    "polar trust show " + wanted.name());
        }
        requireOwnKeys(wanted, trust);
        if (wanted.namespaces().isEmpty()) {
            throw new Refusal(Code.REQUEST_INVALID, "a publisher has at least one namespace", "--namespace NS");
        }
        for (var namespace : wanted.namespaces()) {
            if (!NAME.matcher(namespace).matches() || namespace.length() > 62) {
                throw new Refusal(
                        Code.REQUEST_INVALID,
                        "'" + CleanText.line(namespace) + "' is no namespace",
                        "--namespace acme");
            }
            if (!wanted.reviewer()) {
                requireFree(namespace, wanted, trust);
            }
        }
        requireNewName(wanted, trust);
    }

    /** $DATA, documents and secrets belong to a plugin and a publisher's name: nobody inherits a name. */
    private static void requireNewName(Enrolment wanted, Trust trust) {
        trust.enrolments()
                .everSince()
                .filter(other -> other.name().equals(wanted.name()) && !same(other, wanted))
                .findFirst()
                .ifPresent(other -> {
                    throw new Refusal(
                            Code.STATE_CONFLICT,
                            "'" + wanted.name() + "' was enrolled with other keys, and names are never reused",
                            "call them otherwise, or enrol them with the keys they had and no lower threshold");
                });
    }

    /** @throws Refusal {@code KEY_INVALID} if a key is named twice, or is or was somebody else's */
    static void requireOwnKeys(Enrolment wanted, Trust trust) {
        for (var key : wanted.keys()) {
            trust.keyring()
                    .ownerOf(key.id())
                    .filter(owner ->
                            !owner.equals((wanted.reviewer() ? "reviewer '" : "publisher '") + wanted.name() + "'"))
                    .or(() -> trust.enrolments()
                            .everSince()
                            .filter(other -> !other.name().equals(wanted.name())
                                    && other.everyKey().anyMatch(key::equals))
                            .map(other -> "'" + other.name() + "'")
                            .findFirst())
                    .ifPresent(owner -> {
                        throw new Refusal(
                                Code.KEY_INVALID,
                                "key " + key.id().fingerprint() + " belongs, or belonged, to " + owner,
                                "each key has one owner: ask for a key of their own");
                    });
        }
        if (new HashSet<>(wanted.keys()).size() < wanted.keys().size()) {
            throw new Refusal(Code.KEY_INVALID, "the same key is named twice", "name each key once");
        }
    }

    private static void requireFree(String namespace, Enrolment wanted, Trust trust) {
        trust.enrolments()
                .everSince()
                .filter(other -> !other.enrolment().reviewer()
                        && other.enrolment().namespaces().contains(namespace)
                        && !same(other, wanted))
                .findFirst()
                .ifPresent(other -> {
                    throw taken(namespace, other.name());
                });
        trust.keyring().ownerOf(namespace).ifPresent(owner -> {
            throw taken(namespace, owner.name());
        });
        var unnamed = neighbours(namespace, trust);
        unnamed.removeAll(wanted.beside());
        if (!unnamed.isEmpty()) {
            throw new Refusal(
                    Code.NAMESPACE_FORBIDDEN,
                    "namespace '" + namespace + "' is a prefix or an extension of one of " + String.join(", ", unnamed),
                    "if they know of each other, name both: --beside " + String.join(",", unnamed),
                    Map.of("namespace", namespace, "beside", String.join(",", unnamed)));
        }
    }

    /** Names and namespaces that a hurried reader takes for somebody else's. */
    static List<String> alike(Enrolment wanted, Trust trust) {
        var taken = new TreeSet<String>();
        trust.enrolments().everSince().filter(other -> !same(other, wanted)).forEach(other -> {
            taken.add(other.name());
            taken.addAll(other.enrolment().namespaces());
        });
        trust.keyring().publishers().stream()
                .filter(other -> !other.name().equals(wanted.name()))
                .forEach(other -> taken.addAll(other.namespaces()));
        var own = new TreeSet<>(wanted.namespaces());
        own.add(wanted.name());
        return own.stream()
                .flatMap(name -> LookAlike.of(name, taken).stream()
                        .map(other -> "'" + name + "' looks like '" + other + "', which is somebody else's"))
                .toList();
    }

    /**
     * One who left may come back under their old name with the keys they had. With others beside those, or fewer of them,
     * an operator alone would do what takes the publisher's own statement or two operators.
     */
    static boolean same(Enrolled before, Enrolment now) {
        return before.name().equals(now.name())
                && new HashSet<>(before.enrolment().keys()).containsAll(now.keys())
                && now.threshold() >= before.enrolment().threshold();
    }

    private static SortedSet<String> neighbours(String namespace, Trust trust) {
        var owners = new TreeSet<String>();
        trust.keyring().publishers().stream()
                .filter(owner -> owner.namespaces().stream().anyMatch(other -> nested(namespace, other)))
                .forEach(owner -> owners.add(owner.name()));
        return owners;
    }

    private static boolean nested(String one, String other) {
        return one.startsWith(other + ".") || other.startsWith(one + ".");
    }

    private static Refusal taken(String namespace, String owner) {
        return new Refusal(
                Code.NAMESPACE_FORBIDDEN,
                "namespace '" + namespace + "' belongs, or belonged, to '" + owner
                        + "', and namespaces are never reused",
                "polar trust list",
                Map.of("namespace", namespace, "owner", owner));
    }
}
