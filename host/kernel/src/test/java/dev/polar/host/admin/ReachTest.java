package dev.polar.host.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.Terms;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.packages.Keyring;
import dev.polar.trust.packages.Publisher;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.revocation.Revocation.Kind;
import dev.polar.trust.revocation.Revocation.Mode;
import dev.polar.trust.revocation.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {
    private static final SigningKey ACME = SigningKey.generate();
    private static final SigningKey BETA = SigningKey.generate();
    private static final SigningKey POLAR = SigningKey.generate();
    private static final SigningKey NOBODY = SigningKey.generate();
    private static final Reach REACH = new Reach(
            new Keyring(
                    List.of(
                            publisher("acme", ACME, Level.VERIFIED),
                            publisher("beta", BETA, Level.COMMUNITY),
                            publisher("polar", POLAR, Level.CORE)),
                    List.of()),
            List.of(release("acme", Level.VERIFIED), release("beta", Level.COMMUNITY), release("polar", Level.CORE)));

    @ParameterizedTest
    @CsvSource({
        // what the entry names   in acme's own list, in a registry's for namespace acme, in one for everything
        "PLUGIN,    acme.notes,               true,  true,  true",
        "PLUGIN,    beta.notes,               false, false, true",
        "PLUGIN,    polar.notes,              false, false, false",
        "PLUGIN,    nobody.notes,             false, false, true",
        "VERSION,   'acme.notes@[1.0.0,2.0.0)', true, true, true",
        "VERSION,   beta.notes@1.0.0,         false, false, true",
        "TOOL,      acme.notes/find,          true,  true,  true",
        "TOOL,      beta.notes/find,          false, false, true",
        "PUBLISHER, acme,                     true,  true,  true",
        "PUBLISHER, beta,                     false, false, true",
        "PUBLISHER, polar,                    false, false, false",
        "PUBLISHER, nobody,                   false, true,  true",
        "KEY,       acme,                     true,  true,  true",
        "KEY,       beta,                     false, false, true",
        "KEY,       polar,                    false, false, false",
        "KEY,       nobody,                   false, true,  true",
        "DIGEST,    acme,                     true,  true,  true",
        "DIGEST,    beta,                     false, false, true",
        "DIGEST,    polar,                    false, false, false",
        "DIGEST,    nobody,                   true,  true,  true"
    })
    void an_entry_beyond_the_reach_of_its_list_is_known(
            Kind kind, String what, boolean own, boolean registry, boolean everything) {
        var value = switch (kind) {
            case KEY -> key(what).publicKey().id().hex();
            case DIGEST -> Digest.of(what.getBytes(StandardCharsets.UTF_8)).toString();
            case PLUGIN, VERSION, TOOL, PUBLISHER -> what;
        };
        var entry = new Revocation("r-1", kind, value, Mode.HARD, "why", Instant.EPOCH);
        assertEquals(own, REACH.without(entry, new Scope.Publisher("acme")).isEmpty());
        assertEquals(
                registry,
                REACH.without(entry, new Scope.Namespaces(Set.of("acme"))).isEmpty());
        assertEquals(everything, REACH.without(entry, new Scope.Everything()).isEmpty());
    }

    private static SigningKey key(String name) {
        return switch (name) {
            case "acme" -> ACME;
            case "beta" -> BETA;
            case "polar" -> POLAR;
            default -> NOBODY;
        };
    }

    private static Publisher publisher(String name, SigningKey key, Level level) {
        return new Publisher(name, List.of(key.publicKey()), 1, Set.of(name), level);
    }

    private static Terms release(String publisher, Level level) {
        var content = Digest.of(publisher.getBytes(StandardCharsets.UTF_8));
        return new Terms(
                new PluginId(publisher + ".notes"),
                Version.parse("1.0.0"),
                1,
                content,
                content,
                publisher,
                new TreeSet<>(),
                level,
                Format.values()[0],
                Placement.values()[0],
                Provenance.values()[0],
                Grant.parse(List.of()),
                Effects.NONE);
    }
}
