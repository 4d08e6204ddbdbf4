package dev.polar.trust.delta;

import static dev.polar.trust.delta.Profiles.asking;
import static dev.polar.trust.delta.Profiles.placed;
import static dev.polar.trust.delta.Profiles.released;
import static dev.polar.trust.delta.Profiles.signed;
import static dev.polar.trust.delta.Profiles.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.json.StrictJson.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltaTest {
    private static final String LOOK = "polar inspect acme.github --diff 1.5.0";

    private static List<String> lines(Profile from, Profile to) {
        return Delta.between(from, to).lines(LOOK);
    }

    @Test
    void an_update_reads_as_the_documentation_shows_it() {
        var old = with(
                asking("net.connect(api.github.com:443)"),
                Kind.TOOL,
                "search_code=description:a;effect:read",
                "list_gists=description:b;effect:read");
        var next = with(
                asking("net.connect(api.github.com:443)", "net.connect(uploads.github.com:443)"),
                Kind.TOOL,
                "search_code=description:c;effect:read",
                "delete_repo=description:d;effect:irreversible");
        assertEquals(
                List.of(
                        "+ net.connect(uploads.github.com:443)     WIDER   because",
                        "+ tool delete_repo (irreversible)         WIDER",
                        "~ tool search_code: description changed   WIDER   " + LOOK,
                        "- tool list_gists"),
                lines(old, released(next, "1.5.0", 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a limit is raised | storage.write($DATA) limit 5/minute | storage.write($DATA) limit 6/minute | true",
                "a limit is lowered | storage.write($DATA) limit 5/minute | storage.write($DATA) limit 4/minute | false",
                "a limit is lifted | storage.write($DATA) limit 5/minute | storage.write($DATA) | true",
                "one host of a wildcard | net.connect(*.a.example:443) | net.connect(x.a.example:443) | false",
                "a wildcard that looks longer | net.connect(x.a.example:443) | net.connect(*.a.example:443) | true",
                "any port | net.connect(a.example:443) | net.connect(a.example:*) | true",
                "a directory above | storage.read(/srv/data) | storage.read(/srv) | true",
                "a directory with the same beginning | storage.read(/srv/data) | storage.read(/srv/data2) | true",
                "seeing a secret instead of using it | secret.use(token) | secret.read(token) | true",
                "another secret | secret.use(token) | secret.use(other) | true",
                "one tool of a plugin | tool.call(acme.x/*) | tool.call(acme.x/get) | false",
                "optional became required | ?secret.use(token) | secret.use(token) | true",
                "required became optional | secret.use(token) | ?secret.use(token) | false",
            })
    void permissions_are_compared_by_what_they_let_through(String why, String from, String to, boolean wider) {
        assertEquals(wider, Delta.between(asking(from), asking(to)).wider(), why);
    }

    @Test
    void what_is_left_of_a_narrowed_permission_is_shown_beside_it() {
        assertEquals(
                List.of("+ net.connect(x.a.example:443)           because", "- net.connect(*.a.example:443)"),
                lines(asking("net.connect(*.a.example:443)"), asking("net.connect(x.a.example:443)")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TOOL | get=effect:read | get=effect:read;_meta:1 | ~ tool get: _meta added",
                "TOOL | get=effect:read | get=effect:write | ~ tool get: effect read -> write",
                "TOOL | get=effect:external | get=effect:read | ~ tool get: effect external -> read",
                "SKILL | review=SKILL.md:a | review=SKILL.md:b | ~ skill review: SKILL.md changed",
                "SKILL | review=SKILL.md:a | review=SKILL.md:a;scripts/x.sh:1 | ~ skill review: scripts/x.sh added",
                "SKILL | review=SKILL.md:a | review=SKILL.md:a,extra=SKILL.md:b | + skill extra",
                "CHANNEL | web | web,telegram | + channel telegram",
                "SERVER | main=command:a | main=command:b | ~ server main: command changed",
                "SERVER | main=command:a | main=command:a;instructions:x | ~ server main: instructions added",
                "SERVER | main=command:a | main=command:a,other=command:b | + server other",
                "REQUIREMENT | acme.base=range:^1.0.0 | acme.base=range:^2.0.0 | ~ requires acme.base: range ^1.0.0 -> ^2.0.0",
                "REQUIREMENT | acme.base=content:1 | acme.base=content:2 | ~ requires acme.base: content changed",
                "REQUIREMENT | acme.base | acme.base,evil.payload | + requires evil.payload",
            })
    void what_agents_read_or_what_runs_is_wider_as_soon_as_it_is_new(Kind kind, String from, String to, String line) {
        var delta = Delta.between(with(asking(), kind, from.split(",")), with(asking(), kind, to.split(",")));
        assertEquals(1, delta.items().size());
        assertTrue(delta.wider());
        assertTrue(
                delta.lines("").getFirst().startsWith(line + "   WIDER"),
                delta.lines("").toString());
    }

    @ParameterizedTest
    @CsvSource({"TOOL", "SKILL", "CHANNEL", "SERVER", "REQUIREMENT"})
    void giving_something_up_asks_nobody(Kind kind) {
        var delta = Delta.between(with(asking(), kind, "one", "other"), with(asking(), kind, "one"));
        assertEquals(List.of("- " + kind.label() + " other"), delta.lines(""));
        assertEquals(Meaning.NARROWER, delta.items().getFirst().meaning());
    }

    @ParameterizedTest
    @CsvSource({"POLICY_RULE", "RESULT_RULE"})
    void a_rule_that_is_new_and_one_that_is_gone_are_asked_about(Kind kind) {
        var without = asking();
        var guarded = with(asking(), kind, "nightly");
        assertEquals(
                List.of("+ " + kind.label() + " nightly   WIDER"),
                Delta.between(without, guarded).lines(""));
        assertEquals(
                List.of("- " + kind.label() + " nightly   WIDER"),
                Delta.between(guarded, without).lines(""),
                "what it refused goes through from then on");
    }

    @Test
    void giving_up_to_look_at_calls_is_asked_about() {
        var delta = Delta.between(asking("gate.observe(acme.web/fetch)"), asking());
        assertEquals(List.of("- gate.observe(acme.web/fetch)   WIDER"), delta.lines(""));
    }

    @ParameterizedTest
    @CsvSource({"SCHEDULE", "AUDIT_SINK"})
    void what_does_nothing_beyond_its_permission_is_shown_and_asks_nobody(Kind kind) {
        var delta = Delta.between(asking(), with(asking(), kind, "nightly"));
        assertEquals(List.of("+ " + kind.label() + " nightly"), delta.lines(""));
        assertFalse(delta.wider());
    }

    @Test
    void another_signer_is_wider_and_named_by_its_fingerprint() {
        var old = signed(asking(), "acme", "one", "two");
        var delta = Delta.between(old, signed(asking(), "acme", "one", "three"));
        assertTrue(delta.wider(Kind.SIGNER));
        assertEquals(
                "+ signer " + Profiles.key("three").fingerprint() + "   WIDER",
                delta.lines("").getFirst());
        assertFalse(Delta.between(old, signed(asking(), "acme", "one")).wider(), "the threshold decides how many must");
        assertTrue(Delta.between(old, signed(asking(), "other", "one", "two")).wider(Kind.PUBLISHER));
    }

    @ParameterizedTest
    @CsvSource({
        "1.5.0, 1, ''",
        "1.4.0, 1, ''",
        "1.3.9, 1, '~ version: 1.4.0 -> 1.3.9   WIDER'",
        "1.4.0-rc.1, 1, '~ version: 1.4.0 -> 1.4.0-rc.1   WIDER'",
        "1.5.0, 2, '~ epoch: 1 -> 2'",
        "1.5.0, 0, '~ epoch: 1 -> 0   WIDER'"
    })
    void only_a_lower_version_or_epoch_is_asked_about(String version, int epoch, String line) {
        assertEquals(line, String.join("|", lines(asking(), released(asking(), version, epoch))));
    }

    @ParameterizedTest
    @CsvSource({
        "COMMUNITY, CONFINED, VERIFIED, HOST, true",
        "VERIFIED, HOST, COMMUNITY, CONFINED, false",
        "COMMUNITY, CONFINED, VERIFIED, CONFINED, true",
        "VERIFIED, CONFINED, COMMUNITY, CONFINED, false",
        "LOCAL, CONFINED, REMOTE, REMOTE, true",
        "REMOTE, REMOTE, COMMUNITY, CONFINED, true",
        "LOCAL, HOST, COMMUNITY, CONFINED, true",
        "LOCAL, HOST, LOCAL, CONFINED, false",
    })
    void code_that_comes_nearer_or_is_trusted_more_is_wider(
            Level level, Placement placement, Level later, Placement there, boolean wider) {
        assertEquals(
                wider,
                Delta.between(
                                placed(asking(), level, placement, Format.MCP),
                                placed(asking(), later, there, Format.MCP))
                        .wider());
    }

    @Test
    void a_skill_that_brings_code_now_is_wider() {
        var text = placed(asking(), Level.VERIFIED, Placement.HOST, Format.SKILL);
        var code = placed(asking(), Level.VERIFIED, Placement.HOST, Format.OSGI);
        assertTrue(Delta.between(text, code).wider());
        assertFalse(Delta.between(code, text).wider());
    }

    @Test
    void a_text_cannot_pass_for_the_digest_of_another() {
        var large = Part.NAMED.with("command", "x".repeat(200));
        var disguised = Part.NAMED.with("command", large.members().get("command"));
        assertFalse(large.equals(disguised));
    }

    @Test
    void a_grant_that_was_cut_counts_as_it_was_cut() {
        var asked = asking("net.connect(*.a.example:443)", "secret.use(token)");
        var approved = asked.within(asking("net.connect(x.a.example:443)").grant());
        assertEquals("[net.connect(x.a.example:443)]", approved.grant().toString());
        assertTrue(Delta.between(approved, asked).wider());
    }

    @Test
    void terminal_controls_in_names_are_not_shown() {
        var hidden = with(asking(), Kind.SKILL, "re\u001b[31mview\u202e");
        assertEquals(List.of("+ skill review   WIDER"), lines(asking(), hidden));
    }

    @Test
    void secrets_are_those_that_permissions_name() {
        assertEquals(
                Set.of("a", "b"),
                asking("secret.use(a)", "?secret.read(b)", "env.read(C)").secrets());
    }

    @Test
    void two_plugins_are_not_compared() {
        var other = Profile.of(StrictJson.provider()
                .createObjectBuilder(asking().json())
                .add("plugin", "acme.other")
                .build());
        assertEquals(new PluginId("acme.other"), other.plugin());
        assertThrows(IllegalArgumentException.class, () -> Delta.between(asking(), other));
    }

    @Test
    void a_delta_reads_back_from_its_json() {
        var delta = Delta.between(asking("?secret.use(token)"), signed(asking("secret.use(token)"), "evil", "key"));
        var bytes = delta.json().toString().getBytes(StandardCharsets.UTF_8);
        assertEquals(
                delta, Delta.of(StrictJson.parse(bytes, Limits.bytes(100_000)).asJsonArray()));
    }
}
