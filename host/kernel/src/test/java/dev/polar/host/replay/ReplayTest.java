package dev.polar.host.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.ReplayGroup;
import dev.polar.adminapi.ReplayRequest;
import dev.polar.host.audit.AuditQuery;
import dev.polar.host.catalog.Brought;
import dev.polar.host.gate.Outcome;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Grant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final Caller CLAUDE = new Caller.Client("claude");
    private static final Caller ANNA = new Caller.ChannelUser("web", "main", "ops", "anna");
    private static final PluginId NOTES = new PluginId("polar.notes");
    private static final int CALLS = Integer.getInteger("polar.replay.calls", 2_500);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private RecordedWorld world;

    @BeforeEach
    void a_world() {
        world = new RecordedWorld(database.get(), data);
    }

    @AfterEach
    void its_end() {
        world.close();
    }

    @Test
    void thousands_of_recorded_calls_are_judged_as_by_hand() throws Exception {
        var random = new Random(5);
        var then = Oracle.mild(random);
        var now = Oracle.random(random);
        world.under(then.yaml());
        var calls = seen(random);
        var intents = make(calls);
        var erased = erase(intents, random);

        var expected = new TreeMap<String, Long>();
        for (int i = 0; i < calls.size(); i++) {
            var seen = calls.get(i);
            var was = then.judge(seen);
            var would = erased.contains(intents.get(i)) ? now.judgeWithoutArguments(seen) : Set.of(now.judge(seen));
            var key = would.size() > 1 ? "unknown" : would.iterator().next();
            if (!key.equals(was)) {
                expected.merge(was + " " + key + " " + seen.target(), 1L, Long::sum);
            }
        }
        var replayed = world.replay(now.yaml());
        assertEquals(
                expected,
                replayed.groups().stream()
                        .collect(Collectors.groupingBy(
                                group -> group.was() + " " + group.now() + " " + group.target(),
                                TreeMap::new,
                                Collectors.summingLong(ReplayGroup::calls))));
        assertEquals(CALLS, replayed.calls());
        assertEquals(0, replayed.early());
        assertTrue(
                replayed.unknown() > 0 && replayed.changed() > CALLS / 10 && replayed.same() > CALLS / 10,
                replayed::toString);
        assertEquals(CALLS, replayed.same() + replayed.changed() + replayed.unknown());
        assertEquals(
                0, world.replay(then.yaml()).changed(), "what decided then decides the same of what is still known");
    }

    private static List<Oracle.Seen> seen(Random random) {
        var plugins = List.copyOf(new TreeMap<>(RecordedWorld.PLUGINS).keySet());
        var callers = List.of(
                new Caller.Client("a"),
                new Caller.Client("b"),
                new Caller.Operator("anna"),
                ANNA,
                new Caller.ChannelUser("web", "main", "pub:lic", "bob"),
                new Caller.OtherPlugin(NOTES, ANNA),
                new Caller.OtherPlugin(NOTES, new Caller.Client("a")),
                new Caller.Schedule(new PluginId("acme.mail"), "daily"));
        var arguments = List.of(
                "{}",
                "{\"n\":7}",
                "{\"n\":77}",
                "{\"n\":\"many\"}",
                "{\"path\":\"/etc/x\",\"n\":51}",
                "{\"path\":\"/tmp\"}");
        var calls = new ArrayList<Oracle.Seen>();
        for (int i = 0; i < CALLS; i++) {
            var plugin = Oracle.pick(plugins, random);
            calls.add(new Oracle.Seen(
                    plugin + "/" + Oracle.pick(List.of("read", "write", "external", "irreversible"), random),
                    RecordedWorld.PLUGINS.get(plugin).label(),
                    Oracle.pick(callers, random),
                    "session-" + random.nextInt(20),
                    RecordedWorld.json(Oracle.pick(arguments, random))));
        }
        return calls;
    }

    /** Every call through the gate, some at a time; their intents. */
    private Map<Integer, String> make(List<Oracle.Seen> calls) throws Exception {
        var intents = new ConcurrentHashMap<Integer, String>();
        try (var callers = Executors.newFixedThreadPool(48, Thread.ofVirtual().factory())) {
            for (int i = 0; i < calls.size(); i++) {
                int number = i;
                var seen = calls.get(i);
                callers.submit(() -> intents.put(
                        number,
                        world.call(
                                        seen.target(),
                                        seen.caller(),
                                        seen.session(),
                                        seen.arguments().toString())
                                .intent()));
            }
        }
        assertEquals(calls.size(), intents.size());
        return intents;
    }

    /** Forgets the arguments of every tenth call or so. */
    private Set<String> erase(Map<Integer, String> intents, Random random) {
        var erased = new HashSet<String>();
        intents.values().stream().filter(intent -> random.nextInt(10) == 0).forEach(erased::add);
        database.get()
                .write(transaction -> transaction
                        .handle()
                        .createUpdate(
                                "DELETE FROM audit_opening o USING audit_record r WHERE o.log = r.log AND o.seq = r.seq"
                                        + " AND o.field = '/arguments' AND r.intent = ANY(:intents)")
                        .bindArray("intents", String.class, List.copyOf(erased))
                        .execute());
        return erased;
    }

    @Test
    void what_a_record_holds_is_enough_to_decide_the_same_by_everything_that_conditions_can_name() {
        var everything = """
                rules:
                  - id: exact
                    effect: deny
                    target: acme.files/write
                    when: >-
                      caller == 'channel:web:main:ops:anna' && callers == ['plugin:polar.notes', caller]
                      && target == 'acme.files/write' && kind == 'tool' && effect == 'write' && !reads
                      && plugin == {'name': 'acme.files', 'version': '1.0.0', 'level': level,
                        'digest': plugin.digest, 'enforcement': 'declared'}
                      && level == 'community' && session == 's-1' && labels.size() == 0
                      && channel == {'kind': 'web', 'account': 'main', 'room': 'ops'}
                      && arguments == {'deep': [{'n': 1.5}]} && now > timestamp('2026-01-01T00:00:00Z')
                """;
        world.under(everything);
        var outcome =
                world.call("acme.files/write", new Caller.OtherPlugin(NOTES, ANNA), "s-1", "{\"deep\":[{\"n\":1.5}]}");
        assertEquals(Code.POLICY_DENIED, code(outcome));
        var replayed = world.replay(everything);
        assertEquals(1, replayed.same(), replayed::toString);
    }

    @Test
    void what_was_refused_before_policy_was_asked_is_counted_and_judged_no_more() {
        world.call("acme.files/none", CLAUDE);
        var replayed = world.replay("rules: [{id: all, effect: deny, target: '*'}]");
        assertEquals(1, replayed.early());
        assertEquals(List.of(), replayed.groups());
    }

    @Test
    void a_caller_whose_name_was_erased_is_unknown_to_rules_about_some_and_not_to_rules_about_all() {
        world.under("rules: [{id: all, effect: allow, target: '*'}]");
        world.call("acme.files/write", ANNA);
        database.get().write(transaction -> transaction.handle().execute("DELETE FROM audit_opening"));
        assertEquals(
                1,
                world.replay("rules: [{id: a, effect: deny, target: '*', caller: 'channel:web:*'}]")
                        .unknown());
        assertEquals(
                1, world.replay("rules: [{id: a, effect: deny, target: '*'}]").changed());
    }

    @Test
    void what_ran_by_an_approval_and_would_be_denied_is_told_apart() {
        var asked = world.call("acme.files/write", CLAUDE);
        assertEquals(Code.APPROVAL_REQUIRED, code(asked));
        var group = world.replay("rules: [{id: no, effect: deny, target: '*'}]")
                .groups()
                .getFirst();
        assertEquals(
                new ReplayGroup("ask", "deny", "acme.files/write", "no", "default:ask", 1, 0, List.of(asked.intent())),
                group);
    }

    @Test
    void nothing_is_written_but_that_it_was_done() {
        world.call("acme.files/read", CLAUDE);
        long before = records().size();
        world.replay("rules: [{id: no, effect: deny, target: '*'}]");
        assertEquals(before + 1, records().size());
        var record = records().getFirst().json();
        assertEquals("policy", record.getString("category"));
        assertEquals("replay", record.getString("action"));
        assertEquals("anna", record.getJsonObject("caller").getString("id"));
        assertTrue(record.getJsonObject("facts").getString("policy").startsWith("sha256:"), record::toString);
    }

    @Test
    void a_policy_that_cannot_be_read_is_refused_before_anything_is() {
        long before = records().size();
        var refusal =
                assertThrows(Refusal.class, () -> world.replay("rules: [{id: no, effect: perhaps, target: '*'}]"));
        assertEquals(Code.POLICY_INVALID, refusal.code());
        assertEquals(before, records().size());
        var span = assertThrows(Refusal.class, () -> world.replay(new ReplayRequest("", "yesterday", "", List.of())));
        assertEquals(Code.REQUEST_INVALID, span.code());
    }

    @Test
    void without_a_grant_those_are_refused_that_used_it() {
        world.call("acme.files/read", CLAUDE);
        world.call("acme.mail/read", CLAUDE);
        world.call("acme.files/write", CLAUDE);
        var without = List.of("acme.files:net.connect(*.acme.example:443)");
        var replayed = world.replay(new ReplayRequest("", "1h", "", without));
        assertEquals(1, replayed.changed(), replayed::toString);
        var group = replayed.groups().getFirst();
        assertEquals("acme.files/read", group.target());
        assertEquals("without net.connect(*.acme.example:443)", group.rule());
        assertEquals(
                0,
                world.replay(new ReplayRequest("", "1h", "", List.of("acme.files:net.connect(other.example:443)")))
                        .changed());
    }

    @Test
    void a_list_that_is_not_in_force_takes_back_what_it_names_by_plugin_key_and_tool() {
        world.under("rules: [{id: all, effect: allow, target: '*'}]");
        world.call("acme.files/read", CLAUDE);
        world.call("acme.mail/read", CLAUDE);
        world.call("acme.mail/write", CLAUDE);
        assertEquals(Set.of("acme.files/read"), takenBack("plugin", "acme.files"));
        assertEquals(Set.of("acme.mail/write"), takenBack("tool", "acme.mail/write"));
        assertEquals(Set.of("acme.mail/read", "acme.mail/write"), takenBack("key", "ab".repeat(32)));
        assertEquals(Set.of("acme.files/read"), takenBack("version", "acme.files@[1.0.0,2.0.0)"));
        assertEquals(Set.of(), takenBack("publisher", "stranger"));
    }

    @Test
    void of_content_that_no_consent_tells_of_nobody_can_say_whose_it_is() {
        world.call("acme.files/read", CLAUDE);
        var replayed = world.replay(
                new ReplayRequest("", "1h", list("publisher", "acme"), List.of()), new Brought(Map.of(), Map.of()));
        assertEquals(1, replayed.unknown());
    }

    private Set<String> takenBack(String kind, String value) {
        var replayed = world.replay(new ReplayRequest("", "1h", list(kind, value), List.of()), brought());
        assertEquals(0, replayed.unknown());
        return replayed.groups().stream()
                .peek(group -> assertEquals("revocation one", group.rule()))
                .map(ReplayGroup::target)
                .collect(Collectors.toSet());
    }

    private static String list(String kind, String value) {
        return """
                {"entries": [{"id": "one", "kind": "%s", "value": "%s", "mode": "hard", "reason": "a test",
                "effectiveAt": "2999-01-01T00:00:00Z"}]}""".formatted(kind, value);
    }

    private static Brought brought() {
        return new Brought(
                Map.of(
                        content("acme.files"),
                        facts("acme.files", "cd"),
                        content("acme.mail"),
                        facts("acme.mail", "ab")),
                Map.of());
    }

    private static Facts facts(String plugin, String key) {
        return new Facts(
                new PluginId(plugin),
                Version.parse("1.0.0"),
                1,
                content(plugin),
                Set.of(),
                "acme",
                Set.of(new KeyId(key.repeat(32))),
                Level.COMMUNITY,
                Provenance.PUBLISHED,
                Format.OSGI,
                Grant.NONE);
    }

    private static Digest content(String plugin) {
        return Digest.parse(RecordedWorld.digest(new PluginId(plugin)));
    }

    private List<AuditRecord> records() {
        return world.log.list(AuditQuery.newest(1_000));
    }

    private static Code code(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused ? refused.why().code() : Code.INTERNAL;
    }
}
