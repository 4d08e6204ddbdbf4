package dev.polar.trust.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs its seeds in every build; fuzzes with {@code JAZZER_FUZZ=1} and {@code -Djazzer.hooks=true}. */
class ManifestFuzzTest {
    static Stream<byte[]> manifests() {
        return Stream.of(
                        ManifestTest.WEATHER,
                        "{}",
                        ManifestTest.WEATHER.replace("\"read\"", "null"),
                        ManifestTest.WEATHER.replace("\"type\": \"string\"", "\"$ref\": \"#/a~1b/%zz\""))
                .map(s -> s.getBytes(UTF_8));
    }

    static Stream<byte[]> servers() {
        return Stream.of(McpServersTest.FILE, "{}", McpServersTest.FILE.replace("https://", "https:"))
                .map(s -> s.getBytes(UTF_8));
    }

    @MethodSource("manifests")
    @FuzzTest(maxDuration = "3m")
    void bytes_are_a_manifest_that_writes_and_reads_back_or_are_refused(byte[] bytes) {
        try {
            var manifest = Manifest.parse(bytes);
            var written = Manifest.parse(manifest.toBytes());
            assertEquals(manifest.tools(), written.tools());
            assertEquals(List.of(), written.ignored());
            assertEquals(manifest.requested(), written.requested());
        } catch (Refusal why) {
            assertEquals(Code.MANIFEST_INVALID, why.code());
            assertTrue(why.details().containsKey("path") && why.details().containsKey("rule"), why::getMessage);
        }
    }

    @MethodSource("servers")
    @FuzzTest(maxDuration = "3m")
    void bytes_are_servers_that_write_and_read_back_or_are_refused(byte[] bytes) {
        try {
            var servers = McpServers.parse(bytes);
            assertEquals(servers, McpServers.parse(servers.toBytes()));
        } catch (Refusal why) {
            assertEquals(Code.MANIFEST_INVALID, why.code());
        }
    }
}
