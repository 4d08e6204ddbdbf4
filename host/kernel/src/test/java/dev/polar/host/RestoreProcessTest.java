package dev.polar.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestoreProcessTest {
    @Test
    void its_own_flags_are_not_left_to_the_settings_which_would_refuse_them() {
        var flags =
                new HashMap<>(Map.of("--data", "/d", "--restore", "/f", "--digest", "sha256:1", "--rehearse", "yes"));
        assertEquals(Optional.of(new RestoreProcess(Path.of("/f"), "sha256:1", true)), RestoreProcess.asked(flags));
        assertEquals(Map.of("--data", "/d"), flags);
        Settings.read(flags, Map.of(), Path.of("/home"));
    }

    @Test
    void without_them_a_host_starts() {
        assertEquals(Optional.empty(), RestoreProcess.asked(new HashMap<>(Map.of("--data", "/d"))));
    }
}
