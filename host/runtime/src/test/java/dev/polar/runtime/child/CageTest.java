package dev.polar.runtime.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class CageTest {
    @TempDir
    Path files;

    @TempDir
    Path data;

    @BeforeEach
    void aPackage() throws IOException {
        Files.writeString(files.resolve("entry"), "in the package");
        Files.writeString(data.resolve("kept"), "data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "the package is there => cat /plugin/entry => in the package",
                "nothing of the host's => ls / => bin data dev etc lib lib64 plugin proc sbin tmp usr",
                "nor of its configuration => ls /etc => ld.so.cache",
                "no environment => env | sort => LANG=C.UTF-8 PWD=/plugin",
                "no process but its own => set -- /proc/[0-9]*; echo $# => 2",
                "another host name => cat /proc/sys/kernel/hostname => polar",
                "no capability => grep CapEff /proc/self/status => CapEff: 0000000000000000",
                "none to be had => grep CapBnd /proc/self/status => CapBnd: 0000000000000000",
                "no new privileges => grep NoNewPrivs /proc/self/status => NoNewPrivs: 1",
                "not root => id -u => 1000",
                "no network but its own loop => ls /sys/class/net 2>/dev/null; cut -d: -f1 /proc/net/dev | tail -n +3 => lo",
                "no terminal => cat /dev/tty 2>&1 >/dev/null | grep -c 'No such device' => 1"
            })
    void what_a_confined_process_sees(String what, String script, String seen) throws IOException {
        assertEquals(seen, run(new Cage.Data.Fleeting(), script), what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "the package's files => echo x > /plugin/entry",
                "new files beside them => echo x > /plugin/new",
                "the root => mkdir /new",
                "the devices => mkdir /dev/new",
                "the system => echo x > /usr/new",
                "a user namespace => unshare -U true",
                "a mount => mount -t tmpfs none /tmp",
                "a file past its limit => head -c 1500000 /dev/zero > /tmp/x",
                "scratch past its limit => for i in 1 2 3; do head -c 1000000 /dev/zero > /tmp/$i || exit 1; done",
                "memory past its limit => head -c 700000000 /dev/zero | tail",
                "a kernel setting => cat /proc/sys/kernel/panic > /proc/sys/kernel/panic",
                "another's file => cat /proc/1/root/etc/passwd",
                "a device => mknod /tmp/null c 1 3"
            })
    void what_a_confined_process_cannot_have(String what, String script) throws IOException {
        assertEquals(
                "refused", run(new Cage.Data.Fleeting(), "(" + script + ") >/dev/null 2>&1 || echo refused"), what);
    }

    @Test
    void a_service_on_the_hosts_loopback_is_out_of_reach() throws IOException {
        try (var service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var script = "python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", " + service.getLocalPort()
                    + "), 2)' 2>&1 | tail -1";
            assertTrue(run(new Cage.Data.Fleeting(), script).contains("refused"));
        }
    }

    @Test
    void its_data_are_as_its_permissions_say() throws IOException {
        var script = "ls /data; (echo x > /data/new) 2>/dev/null && ls /data || echo read-only";
        assertEquals("new", run(new Cage.Data.Fleeting(), script));
        assertEquals("kept read-only", run(new Cage.Data.ReadOnly(data), script));
        assertFalse(Files.exists(data.resolve("new")));
        assertEquals("kept kept new", run(new Cage.Data.Writable(data), script));
        assertTrue(Files.exists(data.resolve("new")));
    }

    private String run(Cage.Data allowed, String script) throws IOException {
        var child = Shell.start(files, allowed, script);
        var said = new String(child.output().readAllBytes(), UTF_8).trim().replaceAll("\\s+", " ");
        child.end(Duration.ofSeconds(5), Duration.ZERO);
        return said;
    }
}
