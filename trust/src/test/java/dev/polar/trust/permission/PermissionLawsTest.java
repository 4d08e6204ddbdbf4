package dev.polar.trust.permission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.PluginId;
import dev.polar.spi.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of the order, over a small world in which permissions often meet. */
class PermissionLawsTest {
    private static final List<Host> HOSTS = List.of(
            new Host.Any(),
            new Host.Below("example"),
            new Host.Below("a.example"),
            new Host.Below("localhost"),
            new Host.Name("example"),
            new Host.Name("a.example"),
            new Host.Name("b.a.example"),
            new Host.Name("localhost"),
            new Host.Name("x.localhost"),
            new Host.Address("10.0.0.1"),
            new Host.Address("8.8.8.8"),
            new Host.Address("::1"),
            new Host.Address("2606:4700::1111"));
    private static final List<String> PATHS = List.of("$DATA", "/", "/a", "/a/b", "/ab", "/a/b/c");
    private static final List<String> TOPICS = List.of("a", "a.*", "a.b", "a.b.*", "a.b.c", "ab.*", "ab.c");

    @Provide
    Arbitrary<Permission> permissions() {
        return Combinators.combine(accesses(), limits().optional(0.5)).as(Permission::new);
    }

    private Arbitrary<Limit> limits() {
        return Combinators.combine(Arbitraries.of(1, 2, 10, 60, 3600, 86_400), Arbitraries.of(Limit.Unit.class))
                .as(Limit::new);
    }

    private Arbitrary<Access> accesses() {
        var plugins = Arbitraries.of("a.b", "a.c").map(PluginId::new);
        var rooms = Arbitraries.of("*", "x", "y");
        return Arbitraries.oneOf(
                Combinators.combine(Arbitraries.of(HOSTS), ports()).as(NetConnect::new),
                ports().map(NetListen::new),
                Combinators.combine(Arbitraries.of(StorageAccess.Verb.class), Arbitraries.of(PATHS))
                        .as(StorageAccess::new),
                Combinators.combine(
                                Arbitraries.of(DocumentAccess.Verb.class),
                                Arbitraries.of("m", "n"),
                                Arbitraries.of(Scope.Kind.class))
                        .as(DocumentAccess::new),
                Combinators.combine(Arbitraries.of(SecretAccess.Verb.class), Arbitraries.of("k", "l"))
                        .as(SecretAccess::new),
                Arbitraries.of("git", "sh").map(ExecRun::new),
                Combinators.combine(plugins, Arbitraries.of("t", "u").optional(0.6))
                        .as(ToolAccess::new),
                Combinators.combine(Arbitraries.of(ChannelAccess.Verb.class), Arbitraries.of("web", "tg"), rooms, rooms)
                        .as(ChannelAccess::new),
                Arbitraries.of(1, 60, 90).map(s -> new ScheduleEvery(Duration.ofSeconds(s))),
                Combinators.combine(Arbitraries.of(EventAccess.Verb.class), Arbitraries.of(TOPICS))
                        .as(EventAccess::new),
                Arbitraries.of("small", "large").map(ModelInvoke::new),
                Arbitraries.of("A", "B").map(EnvRead::new),
                Combinators.combine(plugins, Arbitraries.of("t", "u"), Arbitraries.of(true, false))
                        .as(GateObserve::new),
                Arbitraries.of("call", "trust", "*").map(AuditReceive::new),
                Arbitraries.of("elicitation", "sampling").map(ClientAsk::new));
    }

    private Arbitrary<Port> ports() {
        return Arbitraries.of(Port.ANY, Port.of(80), Port.of(443));
    }

    /** Two or three permissions of one kind, for laws that say nothing about unrelated ones. */
    @Provide
    Arbitrary<List<Permission>> related() {
        return accesses()
                .list()
                .ofSize(24)
                .map(all -> all.stream()
                        .filter(a -> a.kind().equals(all.getFirst().kind()))
                        .limit(3)
                        .toList())
                .flatMap(same -> limits().optional(0.5)
                        .list()
                        .ofSize(3)
                        .map(limits -> List.of(
                                new Permission(same.getFirst(), limits.get(0)),
                                new Permission(same.get(same.size() > 1 ? 1 : 0), limits.get(1)),
                                new Permission(same.getLast(), limits.get(2)))));
    }

    @Provide
    Arbitrary<Grant> grants() {
        return permissions().list().ofMaxSize(6).map(Grant::of);
    }

    @Property
    void printing_and_reading_give_the_same(@ForAll("permissions") Permission p) {
        assertEquals(p, Permission.parse(p.toString()));
    }

    @Property
    void each_covers_itself(@ForAll("permissions") Permission p) {
        assertTrue(p.covers(p));
    }

    @Property
    void covering_is_transitive(@ForAll("related") List<Permission> p) {
        if (p.get(0).covers(p.get(1)) && p.get(1).covers(p.get(2))) {
            assertTrue(p.get(0).covers(p.get(2)));
        }
    }

    @Property
    void two_that_cover_each_other_are_one(@ForAll("related") List<Permission> p) {
        if (p.get(0).covers(p.get(1)) && p.get(1).covers(p.get(0))) {
            assertEquals(p.get(0), p.get(1));
        }
    }

    @Property
    void nothing_covers_another_kind(@ForAll("permissions") Permission p, @ForAll("permissions") Permission q) {
        if (!p.access().kind().equals(q.access().kind())) {
            assertFalse(p.covers(q));
            assertEquals(Optional.empty(), p.meet(q));
        }
    }

    @Property
    void the_meet_lies_below_both_and_does_not_depend_on_order(@ForAll("related") List<Permission> p) {
        var meet = p.get(0).meet(p.get(1));
        assertEquals(meet, p.get(1).meet(p.get(0)));
        meet.ifPresent(m -> {
            assertTrue(p.get(0).covers(m));
            assertTrue(p.get(1).covers(m));
        });
    }

    @Property
    void the_meet_of_accesses_is_the_widest_below_both(@ForAll("related") List<Permission> p) {
        var one = p.get(0).access();
        var other = p.get(1).access();
        var below = p.get(2).access();
        if (one.covers(below) && other.covers(below)) {
            assertTrue(one.meet(other).filter(m -> m.covers(below)).isPresent());
        }
    }

    @Property
    void an_intersection_lies_below_both_grants(@ForAll("grants") Grant one, @ForAll("grants") Grant other) {
        var both = one.intersect(other);
        assertTrue(one.covers(both));
        assertTrue(other.covers(both));
        assertEquals(
                GrantDelta.Change.SAME,
                GrantDelta.between(one, one.intersect(one)).change());
    }

    @Property
    void a_grant_covers_exactly_if_nothing_is_added(@ForAll("grants") Grant one, @ForAll("grants") Grant other) {
        assertEquals(one.covers(other), GrantDelta.between(one, other).added().isEmpty());
    }

    /** What a broker would decide on its own about one concrete connection, written independently of the order. */
    private static boolean lets(NetConnect rule, Host use, int port) {
        boolean inside = use.toString().matches("localhost|x\\.localhost|10\\..*|\\[::1]");
        boolean host = rule.host().toString().equals(use.toString())
                || rule.host().toString().equals("*") && !inside
                || rule.host().toString().startsWith("*.")
                        && !inside
                        && use instanceof Host.Name
                        && use.toString().endsWith(rule.host().toString().substring(1));
        return host && (rule.port().equals(Port.ANY) || rule.port().equals(Port.of(port)));
    }

    @Property
    void covering_agrees_with_what_connections_get_through(@ForAll("related") List<Permission> p) {
        if (p.get(0).access() instanceof NetConnect wide && p.get(1).access() instanceof NetConnect narrow) {
            boolean subset = HOSTS.stream()
                    .filter(h -> !h.wildcard())
                    .allMatch(h -> List.of(80, 443, 9).stream()
                            .allMatch(port -> !lets(narrow, h, port) || lets(wide, h, port)));
            if (wide.covers(narrow)) {
                assertTrue(subset, wide.text() + " " + narrow.text());
            } else if (!narrow.host().wildcard()) {
                assertFalse(subset, wide.text() + " " + narrow.text());
            }
        }
    }
}
