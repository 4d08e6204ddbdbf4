package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.CaseRow;
import dev.polar.adminapi.Explained;
import dev.polar.adminapi.PolicyRow;
import dev.polar.adminapi.PolicyText;
import dev.polar.adminapi.RuleRow;
import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyVerbsTest extends AtHome {
    @Test
    void a_case_that_comes_out_otherwise_is_exit_code_3() throws IOException {
        var policy = Files.writeString(home.resolve("policy.yaml"), "rules: []\n");
        var cases = Files.writeString(home.resolve("cases.yaml"), "cases: []\n");
        host.post(
                "/v1/policy/test",
                body -> List.of(
                        new CaseRow("one", "a.b/c", "deny by no", "deny by no", List.of(), true),
                        new CaseRow("two", "a.b/d", "allow", "ask by look", List.of("look"), false)));
        var run = polar("policy", "test", policy, "--cases", cases);
        assertEquals(3, run.exit());
        assertTrue(run.out().contains("one   a.b/c   deny by no  deny by no                  ok\n"), run.out());
        assertTrue(run.out().contains("two   a.b/d   allow       ask by look (failed: look)  FAILED\n"), run.out());
        assertEquals("1 of 2 came out otherwise\n", run.err());
        host.post("/v1/policy/test", body -> List.of());
        assertEquals(
                "the policy can be applied; there are no cases\n",
                polar("policy", "test", policy).out());
        assertEquals(1, polar("policy", "test", home.resolve("none.yaml")).exit());
    }

    @Test
    void a_plan_is_shown_with_its_digest_and_nothing_is_signed() throws IOException {
        var policy = Files.writeString(home.resolve("policy.yaml"), "rules: []\n");
        host.planning(
                false,
                request -> StrictJson.provider()
                        .createObjectBuilder()
                        .add("yaml", request.with().get("yaml"))
                        .add("delta", StrictJson.provider().createArrayBuilder().add("- deny no: a.b/*   WIDER"))
                        .build());
        var run = polar("policy", "plan", policy);
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("  changes     - deny no: a.b/*   WIDER\n"), run.out());
        assertTrue(run.out().contains("  plan        sha256:"), run.out());
        assertTrue(polar("policy", "plan", policy, "--json")
                .json()
                .getString("plan")
                .startsWith("sha256:"));
        assertTrue(host.consented.isEmpty());
    }

    @Test
    void rules_are_shown_with_who_answers_them_and_as_the_file() {
        host.get(
                "/v1/policy",
                List.of(new RuleRow("pay", "ask", "a.b/pay", "*", "", "look twice", List.of("operator:al"), 2)));
        host.get("/v1/policy/text", new PolicyText(2, "sha256:00", "rules: []\n# end\n"));
        assertTrue(polar("policy", "show").out().contains("look twice  operator:al (2)"));
        assertEquals("rules: []\n# end\n", polar("policy", "show", "--yaml").out());
        polar("policy", "show", "--yaml", "--version", "1");
        assertTrue(host.asked.getLast().contains("/v1/policy/text?version=1"), host.asked.toString());
        assertEquals(2, polar("policy", "show", "--version", "1").exit());
    }

    @Test
    void the_history_says_who_put_what_in_force() {
        host.get(
                "/v1/policy/history",
                List.of(new PolicyRow(
                        2, "policy.rollback", "alice", "2026-11-21T08:00:00Z", "sha256:00", 3, 1, 0, 2, true)));
        assertTrue(
                polar("policy", "history")
                        .out()
                        .contains("2        2026-11-21T08:00:00Z  alice  rollback  3      +1 -0 ~2  WIDER  sha256:00"),
                polar("policy", "history").out());
    }

    @Test
    void an_explanation_names_every_rule_and_the_one_that_decided() {
        host.post(
                "/v1/policy/explain",
                body -> new Explained(
                        "a.b/c",
                        "client:x",
                        false,
                        List.of("private"),
                        "ask",
                        "look",
                        4,
                        "twice",
                        List.of(),
                        2,
                        "was deny by no when it was made",
                        List.of(
                                new Explained.Look("no", "deny", false, "other target"),
                                new Explained.Look("look", "ask", true, "target and caller fit"))));
        var run = polar("policy", "explain", "a.b/c", "--as", "client:x", "--json", "{\"n\":1}");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().startsWith("ask  a.b/c to client:x\n  decided by  look of policy version 4\n"), run.out());
        assertTrue(run.out().contains("  answered by 2 of any operator who may approve\n"), run.out());
        assertTrue(run.out().contains("  then        was deny by no when it was made\n"), run.out());
        assertEquals(2, polar("policy", "explain").exit());
        assertEquals(2, polar("policy", "explain", "a.b/c", "--intent", "00").exit());
        assertTrue(run.out().contains("look  ask     matches  target and caller fit\n"), run.out());
        assertEquals(
                "look", polar("policy", "explain", "a.b/c", "--as-json").json().getString("rule"));
    }
}
