package dev.polar.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.host.catalog.PackageFacts;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.packages.Keyring;
import dev.polar.trust.packages.PackageVerification;
import dev.polar.trust.packages.Publisher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a package is, and so where it runs, follows from its bytes and its signer. */
class PackageFactsTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final String HERE = "\"here\": {\"type\": \"stdio\", \"command\": \"node\", \"args\": [\"x.js\"]}";
    private static final String THERE =
            "\"there\": {\"type\": \"streamable-http\", \"url\": \"https://mcp.example/mcp\"}";

    @ParameterizedTest
    @CsvSource({
        "skill,  LOCAL,     IMPORTED,  SKILL, LOCAL,     HOST",
        "skill,  COMMUNITY, PUBLISHED, SKILL, COMMUNITY, HOST",
        "script, LOCAL,     PACKED,    SCRIPT, LOCAL,    CONFINED",
        "script, CORE,      PUBLISHED, SCRIPT, CORE,     CONFINED",
        "script, VERIFIED,  PUBLISHED, SCRIPT, VERIFIED, CONFINED",
        "code,   LOCAL,     PACKED,    PF4J,  LOCAL,     CONFINED",
        "code,   LOCAL,     IMPORTED,  PF4J,  LOCAL,     CONFINED",
        "code,   VERIFIED,  PUBLISHED, PF4J,  VERIFIED,  HOST",
        "code,   COMMUNITY, PUBLISHED, PF4J,  COMMUNITY, CONFINED",
        "here,   LOCAL,     PACKED,    MCP,   LOCAL,     CONFINED",
        "here,   VERIFIED,  PUBLISHED, MCP,   VERIFIED,  CONFINED",
        "there,  LOCAL,     IMPORTED,  MCP,   REMOTE,    REMOTE",
        "there,  VERIFIED,  PUBLISHED, MCP,   REMOTE,    REMOTE",
    })
    void level_format_and_placement(
            String what, Level signer, Provenance provenance, Format format, Level level, Placement placement) {
        var facts = facts(pack(what), signer, provenance);
        assertEquals(format, facts.format());
        assertEquals(level, facts.level());
        assertEquals(placement, facts.placement());
    }

    @Test
    void what_is_trusted_differently_comes_in_different_packages() {
        assertTwoPlugins(Pack.code("acme.mixed", "1.0.0").with("mcp.json", servers(HERE)));
        assertTwoPlugins(Pack.skill("acme.mixed", "1.0.0").with("mcp.json", servers(HERE + ", " + THERE)));
    }

    private static void assertTwoPlugins(Pack pack) {
        var refusal = assertThrows(Refusal.class, () -> facts(pack, Level.VERIFIED, Provenance.PUBLISHED));
        assertEquals(Code.MANIFEST_INVALID, refusal.code());
        assertEquals("make it two plugins", refusal.hint());
    }

    private static Pack pack(String what) {
        return switch (what) {
            case "skill" -> Pack.skill("acme.thing", "1.0.0");
            case "script" -> Pack.scripts("acme.thing", "1.0.0", Map.of("greet", "print({})"));
            case "code" -> Pack.code("acme.thing", "1.0.0");
            case "here" ->
                Pack.skill("acme.thing", "1.0.0")
                        .with("mcp.json", servers(HERE))
                        .with("x.js", "");
            default -> Pack.skill("acme.thing", "1.0.0").with("mcp.json", servers(THERE));
        };
    }

    private static String servers(String servers) {
        return "{\"$schema\": \"https://agent-plugins.org/schemas/1.0.0/mcp.schema.json\", \"mcpServers\": {" + servers
                + "}}";
    }

    private static Facts facts(Pack pack, Level level, Provenance provenance) {
        var publisher = new Publisher("acme", List.of(KEY.publicKey()), 1, Set.of("acme"), level);
        var verified = PackageVerification.verify(pack.signed(KEY), new Keyring(List.of(publisher), List.of()));
        return PackageFacts.of(verified, provenance);
    }
}
