package dev.polar.host.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.adminapi.Check;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Child;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CageChecksTest {
    @Test
    void without_a_cage_the_package_is_named() {
        var checks = new CageChecks(new Confinement.Missing("bubblewrap is not installed"), "none", List.of(), false);
        assertEquals(
                List.of(new Check("confinement", false, "bubblewrap is not installed", "apt-get install bubblewrap")),
                checks.all());
    }

    @Test
    void what_holds_is_said_with_its_limits() {
        var checks =
                new CageChecks(new Held(Enforcement.CONFINED_BWRAP, true), "version 2: memory, pids", List.of(), true);
        assertEquals(
                List.of(
                        new Check(
                                "confinement",
                                true,
                                "confined:bwrap, tried: namespaces and a filter of system calls;"
                                        + " granted hosts through the relay",
                                ""),
                        new Check(
                                "limits",
                                true,
                                "memory and processes of a plugin as a whole: control groups version 2: memory, pids",
                                "")),
                checks.all());
    }

    @Test
    void limits_that_do_not_hold_for_a_plugin_as_a_whole_are_said_and_for_root_they_are_a_fault() {
        var held = new Held(Enforcement.CONFINED_LANDLOCK, false);
        var user = new CageChecks(held, "none", List.of("memory", "pids"), false)
                .all()
                .getLast();
        assertEquals("no control group for memory, pids: memory is limited for each process by itself", user.found());
        assertEquals("systemd-run --user --scope -p Delegate=yes polar up", user.next());
        assertEquals(true, user.ok());
        var root = new CageChecks(held, "none", List.of("memory", "pids"), true)
                .all()
                .getLast();
        assertEquals(false, root.ok());
    }

    private record Held(Enforcement enforcement, boolean reachesNetwork) implements Confinement.Available {
        @Override
        public Child start(ChildStarter starter, String name, Cage cage, Consumer<String> log) {
            throw new IllegalStateException("nothing is started");
        }
    }
}
