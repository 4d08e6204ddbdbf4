package dev.polar.runtime.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What each cage holds, tried one by one by {@code cage/attempts.py}. The first column says what the same attempt does
 * outside a cage, so that a refusal means something: {@code yes} for anybody, {@code root} only for root, {@code -} where
 * it depends on the machine. {@code own} means that it reaches something of the cage's own.
 */
@Timeout(120)
class AttemptsTest {
    private static final String TABLE = """
            attempt                                           outside  bwrap    landlock
            reads_a_file_by_its_path                          yes      no       no
            reads_it_through_a_link_of_its_own                yes      no       no
            reads_it_through_proc_self_root                   yes      no       no
            reads_it_through_the_root_of_another_process      yes      no       no
            reads_it_by_dots                                  yes      no       no
            opens_a_path_only_and_reads_it_through_proc       yes      no       no
            links_it_into_a_folder_of_its_own                 yes      no       no
            opens_it_by_its_handle                            -        no       no
            lists_a_folder                                    yes      no       no
            watches_a_folder                                  yes      no       no
            sees_that_a_file_is_there                         yes      no       visible
            writes_beside_it                                  yes      no       no
            empties_it                                        yes      no       no
            renames_it                                        yes      no       no
            removes_it                                        yes      no       no
            opens_it_to_others                                yes      no       no
            gives_it_to_another_user                          yes      no       no
            labels_it                                         -        no       no
            dates_it_back                                     yes      no       no
            changes_a_file_of_its_package                     yes      no       no
            opens_a_file_of_its_package_to_others             yes      no       no
            changes_a_file_shared_for_reading                 yes      no       no
            runs_a_program_outside                            yes      no       no
            makes_a_device                                    root     no       no
            reads_a_disk                                      -        no       no
            connects_to_the_hosts_loopback                    yes      no       no
            sends_a_datagram_to_the_hosts_loopback            yes      no       no
            connects_to_a_socket_by_its_path                  yes      no       no
            sends_a_datagram_to_a_socket_by_its_path          yes      no       no
            sends_it_from_one_of_a_pair                       yes      no       no
            sends_it_as_a_message_from_one_of_a_pair          yes      no       no
            connects_to_an_abstract_socket                    yes      no       no
            opens_a_raw_socket                                root     no       no
            opens_a_packet_socket                             root     no       no
            opens_a_socket_to_the_hypervisor                  -        no       no
            opens_a_socket_to_the_kernels_audit               -        no       no
            opens_a_socket_of_the_crypto_api                  -        no       no
            sees_that_another_process_is_there                yes      no       visible
            may_signal_another_process                        yes      no       no
            signals_its_whole_group                           yes      no       no
            reads_anothers_command_line                       yes      no       no
            reads_anothers_environment                        yes      no       no
            reads_anothers_memory_map                         yes      no       no
            opens_anothers_memory                             yes      no       no
            traces_another                                    -        no       no
            copies_from_anothers_memory                       -        no       no
            takes_a_descriptor_of_anothers                    -        no       no
            limits_another                                    yes      no       no
            slows_another_down                                yes      no       no
            moves_another_to_one_processor                    yes      no       no
            leaves_its_session                                yes      own      no
            attaches_shared_memory                            yes      no       no
            looks_into_a_message_queue                        yes      no       no
            reaches_a_key_ring                                yes      no       no
            sees_the_hosts_environment                        yes      no       no
            makes_a_user_namespace                            -        no       no
            clones_into_a_user_namespace                      -        no       no
            clones_in_the_newer_way                           -        no       no
            enters_anothers_namespace                         -        no       no
            opens_a_ring_of_requests                          -        no       no
            counts_events_of_the_processor                    -        no       no
            handles_page_faults                               -        no       no
            loads_a_program_into_the_kernel                   -        no       no
            makes_all_readable_memory_executable              yes      no       no
            makes_a_call_of_x32                               -        no       no
            makes_a_call_that_nobody_looked_at                -        no       no
            has_capabilities                                  root     no       no
            may_gain_privileges                               yes      no       no
            WORKS_reads_its_package                           yes      yes      yes
            WORKS_keeps_data                                  yes      yes      yes
            WORKS_writes_what_was_shared_for_writing          yes      yes      yes
            WORKS_reads_what_was_shared_for_reading           yes      yes      yes
            WORKS_uses_temporary_files                        yes      yes      yes
            WORKS_starts_processes_and_reads_them             yes      yes      yes
            WORKS_ends_its_own_processes                      yes      yes      yes
            WORKS_has_threads_that_talk                       yes      yes      yes
            WORKS_discards_output_and_draws_random_numbers    yes      yes      yes
            """;

    @TempDir
    Path folder;

    private Surroundings surroundings;

    @BeforeEach
    void somethingToReach() throws IOException {
        Needs.python();
        surroundings = Surroundings.in(folder);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        surroundings.close();
    }

    @Test
    void outside_a_cage_the_attempts_reach_what_they_aim_at() throws IOException, InterruptedException {
        var root = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        var command =
                new ProcessBuilder("/usr/bin/python3", surroundings.attempts().toString());
        command.environment().clear();
        command.environment().putAll(surroundings.environment());
        command.environment().put("CANARY", "host");
        command.environment().put("TMPDIR", surroundings.data().toString());
        command.environment().put("PLUGIN_ROOT", surroundings.files().toString());
        command.environment().put("PLUGIN_DATA", surroundings.data().toString());
        var process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var said = outcomes(new String(process.getInputStream().readAllBytes(), UTF_8));
        process.waitFor();
        var expected = expected("outside");
        var wrong = new TreeMap<String, String>();
        expected.forEach((attempt, who) -> {
            if ((who.equals("yes") || who.equals("root") && root)
                    && !said.get(attempt).equals("reached")) {
                wrong.put(attempt, said.get(attempt));
            }
        });
        assertEquals(Map.of(), wrong);
    }

    @Test
    void bubblewrap_holds_them() throws IOException {
        held("bwrap", Needs.confinement(), Enforcement.CONFINED_BWRAP);
    }

    @Test
    void landlock_holds_them_and_its_weaknesses_are_these() throws IOException {
        held("landlock", Needs.landlock(), Enforcement.CONFINED_LANDLOCK);
    }

    @Test
    void landlock_holds_them_for_a_host_that_is_not_root_as_well() throws IOException, InterruptedException {
        Needs.landlock();
        check("landlock", outcomes(NotRoot.runs("attempts", folder)), List.of());
    }

    @Test
    void a_user_may_have_so_many_processes_and_no_more() throws IOException, InterruptedException {
        Needs.landlock();
        assertEquals("", NotRoot.runs("bomb", folder));
    }

    private void held(String column, Confinement.Available confinement, Enforcement enforcement) throws IOException {
        assertEquals(enforcement, confinement.enforcement());
        var complaints = new ArrayList<String>();
        var child = confinement.start(Needs.STARTER, "attempts", surroundings.cage(), complaints::add);
        child.input().close();
        var said = outcomes(new String(child.output().readAllBytes(), UTF_8));
        child.cut();
        check(column, said, complaints);
        assertTrue(surroundings.isUntouched());
    }

    private static void check(String column, Map<String, String> said, List<String> complaints) {
        var expected = expected(column);
        assertEquals(expected.keySet(), said.keySet(), complaints.toString());
        var wrong = new TreeMap<String, String>();
        expected.forEach((attempt, reached) -> {
            if (!reached.equals("-") && said.get(attempt).equals("reached") == reached.equals("no")) {
                wrong.put(attempt, said.get(attempt));
            }
        });
        assertEquals(Map.of(), wrong);
    }

    private static Map<String, String> outcomes(String output) {
        return output.lines()
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> pair[1], (a, b) -> b, LinkedHashMap<String, String>::new));
    }

    private static Map<String, String> expected(String column) {
        var rows = TABLE.lines().map(line -> line.trim().split("\\s+")).toList();
        int at = List.of(rows.getFirst()).indexOf(column);
        return rows.stream()
                .skip(1)
                .collect(Collectors.toMap(
                        row -> row[0], row -> row[at], (a, b) -> b, LinkedHashMap<String, String>::new));
    }
}
