package dev.polar.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoProgramsTest {
    /** The second starts programs without the JVM's helper program. */
    @ParameterizedTest
    @ValueSource(strings = {"POSIX_SPAWN", "FORK"})
    void a_process_that_gave_programs_up_starts_none_whatever_the_way_and_the_thread(String mechanism)
            throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var child = new ProcessBuilder(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djdk.lang.Process.launchMechanism=" + mechanism,
                        "-cp",
                        System.getProperty("java.class.path"),
                        GivingUp.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> said;
        try (var output = child.inputReader()) {
            said = output.lines().toList();
        }
        assertEquals(0, child.waitFor(), said.toString());
        assertEquals(List.of("before: started", "after: refused", "on an older thread: refused"), said);
    }

    /** What runs in the child: it cannot be undone. */
    static final class GivingUp {
        private GivingUp() {}

        public static void main(String[] arguments) throws Exception {
            var go = new CountDownLatch(1);
            var elsewhere = new FutureTask<>(() -> {
                go.await();
                return start();
            });
            Thread.ofPlatform().start(elsewhere);
            System.out.println("before: " + start());
            NoPrograms.forThisProcess();
            System.out.println("after: " + start());
            go.countDown();
            System.out.println("on an older thread: " + elsewhere.get());
        }

        private static String start() throws InterruptedException {
            try {
                new ProcessBuilder("/bin/true").start().waitFor();
                return "started";
            } catch (IOException e) {
                return "refused";
            }
        }
    }
}
