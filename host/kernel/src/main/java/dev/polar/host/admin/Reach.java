package dev.polar.host.admin;

import dev.polar.host.catalog.Terms;
import dev.polar.host.catalog.Trust;
import dev.polar.spi.PluginId;
import dev.polar.spi.ToolId;
import dev.polar.trust.admission.Level;
import dev.polar.trust.packages.Keyring;
import dev.polar.trust.packages.Publisher;
import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.revocation.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which entries of somebody else's list cannot take anything back here. It only tells people; what counts is decided for
 * each package. Of what nobody here knows, a key or a digest, an entry is taken to be in force.
 *
 * @param keyring who is enrolled
 * @param releases what is installed
 */
record Reach(Keyring keyring, Collection<Terms> releases) {

    static Reach of(Trust trust) {
        return new Reach(
                trust.keyring(),
                trust.mandates().values().stream()
                        .flatMap(mandate -> mandate.approved().stream())
                        .map(release -> release.terms())
                        .toList());
    }

    /** Why an entry has no effect, if it has none. */
    Optional<String> without(Revocation entry, Scope scope) {
        return switch (entry.kind()) {
            case PLUGIN -> ofPlugin(new PluginId(entry.value()), scope);
            case VERSION -> ofPlugin(new PluginId(entry.value().split("@", 2)[0]), scope);
            case TOOL -> ofPlugin(ToolId.of(entry.value()).plugin(), scope);
            case PUBLISHER -> ofPublisher(entry.value(), scope);
            case KEY -> ofKey(entry.value(), scope);
            case DIGEST -> ofDigest(entry.value(), scope);
        };
    }

    private Optional<String> ofPlugin(PluginId plugin, Scope scope) {
        if (keyring.ownerOf(plugin.namespace()).filter(Reach::isCore).isPresent()) {
            return core();
        }
        boolean inside = switch (scope) {
            case Scope.Publisher(var name) ->
                publisher(name)
                        .map(one -> one.namespaces().contains(plugin.namespace()))
                        .orElse(true);
            case Scope.Namespaces(var names) -> names.contains(plugin.namespace());
            case Scope.Everything() -> true;
        };
        return outside(!inside, scope);
    }

    private Optional<String> ofPublisher(String name, Scope scope) {
        var named = publisher(name);
        if (named.filter(Reach::isCore).isPresent()) {
            return core();
        }
        boolean inside = switch (scope) {
            case Scope.Publisher(var own) -> own.equals(name);
            case Scope.Namespaces(var names) ->
                named.map(one -> meets(one, names)).orElse(true);
            case Scope.Everything() -> true;
        };
        return outside(!inside, scope);
    }

    private Optional<String> ofKey(String key, Scope scope) {
        var owner = keyring.publishers().stream().filter(one -> holds(one, key)).findFirst();
        if (owner.filter(Reach::isCore).isPresent()) {
            return core();
        }
        boolean inside = switch (scope) {
            case Scope.Publisher(var name) ->
                publisher(name).map(one -> holds(one, key)).orElse(true);
            case Scope.Namespaces(var names) ->
                owner.map(one -> meets(one, names)).orElse(true);
            case Scope.Everything() -> true;
        };
        return outside(!inside, scope);
    }

    private Optional<String> ofDigest(String digest, Scope scope) {
        var named = releases.stream()
                .map(terms -> terms.facts(List.of()))
                .filter(facts ->
                        facts.digests().stream().anyMatch(one -> one.toString().equals(digest)))
                .toList();
        boolean inside = named.stream().anyMatch(facts -> facts.level() != Level.CORE && scope.covers(facts));
        return outside(!named.isEmpty() && !inside, scope);
    }

    private static Optional<String> core() {
        return Optional.of("level core is out of every list's reach");
    }

    private static Optional<String> outside(boolean outside, Scope scope) {
        return outside ? Optional.of("the list reaches only " + scope.text()) : Optional.empty();
    }

    private Optional<Publisher> publisher(String name) {
        return keyring.publishers().stream()
                .filter(one -> one.name().equals(name))
                .findFirst();
    }

    private static boolean isCore(Publisher publisher) {
        return publisher.level() == Level.CORE;
    }

    private static boolean holds(Publisher publisher, String key) {
        return publisher.everyKey().stream().anyMatch(one -> one.id().hex().equals(key));
    }

    private static boolean meets(Publisher publisher, Set<String> namespaces) {
        return publisher.namespaces().stream().anyMatch(namespaces::contains);
    }
}
