package dev.polar.trust.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of the comparison, over a small world in which profiles often are equal or nearly so. */
class DeltaLawsTest {
    private static final List<String> PERMISSIONS = List.of(
            "net.connect(*:443)",
            "net.connect(*.a.example:443)",
            "net.connect(x.a.example:443)",
            "net.connect(x.a.example:443) limit 5/minute",
            "net.connect(x.a.example:*)",
            "storage.read(/srv)",
            "storage.read(/srv/data)",
            "secret.use(token)",
            "secret.read(token)",
            "tool.call(acme.x/*)",
            "tool.call(acme.x/get)");

    @Provide
    Arbitrary<Profile> profiles() {
        var asked = Arbitraries.of(PERMISSIONS).flatMap(p -> Arbitraries.of(p, "?" + p));
        var texts = Arbitraries.of("get=d:1", "get=d:2", "get=d:1;effect:read", "put=d:1")
                .list()
                .ofMaxSize(2);
        var named = Combinators.combine(
                        asked.list().ofMaxSize(3), Arbitraries.of(Kind.SERVER, Kind.TOOL, Kind.SKILL), texts)
                .as((permissions, kind, parts) -> Profiles.with(
                        Profiles.asking(permissions.toArray(String[]::new)), kind, parts.toArray(String[]::new)));
        var places = Combinators.combine(
                Arbitraries.of(Level.VERIFIED, Level.COMMUNITY, Level.LOCAL),
                Arbitraries.of(Placement.class),
                Arbitraries.of(Format.MCP, Format.SKILL));
        var signers = Arbitraries.of("acme", "acme,k2", "beta");
        return Combinators.combine(
                        named,
                        places.as((l, p, f) -> List.of(l, p, f)),
                        signers,
                        Arbitraries.of("1.4.0", "1.5.0"),
                        Arbitraries.of(1, 2))
                .as((profile, place, keys, version, epoch) -> Profiles.released(
                        Profiles.signed(
                                Profiles.placed(
                                        profile, (Level) place.get(0), (Placement) place.get(1), (Format) place.get(2)),
                                keys.split(",")[0],
                                keys.split(",")),
                        version,
                        epoch));
    }

    @Property
    void nothing_differs_from_itself(@ForAll("profiles") Profile one) {
        assertTrue(Delta.between(one, one).isEmpty());
    }

    @Property
    void wider_is_having_an_item_that_is(@ForAll("profiles") Profile one, @ForAll("profiles") Profile other) {
        var delta = Delta.between(one, other);
        assertEquals(delta.items().stream().anyMatch(item -> item.meaning() == Meaning.WIDER), delta.wider());
    }

    @Property
    void what_asks_nobody_is_covered_by_what_was_approved(
            @ForAll("profiles") Profile one, @ForAll("profiles") Profile other) {
        var approved = other.within(one.grant());
        assertTrue(one.grant().covers(approved.grant()));
        if (!Delta.between(one, other).wider()) {
            assertTrue(one.grant().covers(other.grant()));
            assertTrue(one.required().covers(other.required()));
            assertTrue(one.signers().containsAll(other.signers()));
            for (var kind : List.of(Kind.TOOL, Kind.SKILL, Kind.SERVER)) {
                assertTrue(
                        one.parts(kind).entrySet().containsAll(other.parts(kind).entrySet()));
            }
        }
    }

    /** Else many small steps would come where one large one is stopped. */
    @Property
    void two_steps_that_ask_nobody_make_one_that_asks_nobody(
            @ForAll("profiles") Profile one, @ForAll("profiles") Profile two, @ForAll("profiles") Profile three) {
        if (!Delta.between(one, two).wider() && !Delta.between(two, three).wider()) {
            assertFalse(Delta.between(one, three).wider());
        }
    }

    /** Random pairs seldom cover one another: here each is a cut of the one before. */
    @Property
    void cutting_a_profile_down_never_asks(
            @ForAll("profiles") Profile one, @ForAll("profiles") Profile by, @ForAll("profiles") Profile further) {
        var cut = one.within(by.grant());
        var again = cut.within(further.grant());
        assertFalse(Delta.between(one, cut).wider());
        assertFalse(Delta.between(one, again).wider());
        assertTrue(cut.grant().covers(again.grant()));
    }

    @Property
    void items_come_in_one_order_and_none_twice(@ForAll("profiles") Profile one, @ForAll("profiles") Profile other) {
        var items = Delta.between(one, other).items();
        assertEquals(items.stream().distinct().sorted().toList(), items);
    }

    @Property
    void a_profile_reads_back_from_its_json(@ForAll("profiles") Profile one) {
        var bytes = Canonical.bytes(one.json());
        var read = Profile.of(
                StrictJson.parse(bytes, StrictJson.Limits.bytes(1 << 20)).asJsonObject());
        assertEquals(one, read);
        assertTrue(Delta.between(one, read).isEmpty());
    }
}
