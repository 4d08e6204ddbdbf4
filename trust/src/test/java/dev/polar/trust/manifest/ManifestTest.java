package dev.polar.trust.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.permission.Permission;
import dev.polar.trust.schema.WellKnown;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {
    static final String WEATHER = """
            {
              "$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
              "name": "acme.weather",
              "version": "1.4.0",
              "description": "Forecasts for a place and day",
              "author": { "name": "Acme" },
              "license": "Apache-2.0",
              "keywords": ["weather"],
              "extensions": {
                "com.example.client": { "setting": [1, 2] },
                "dev.polar": {
                  "format": 1,
                  "epoch": 7,
                  "spi": "[1.0,2.0)",
                  "entry": { "runtime": "osgi", "jar": "weather.jar", "class": "com.acme.weather.WeatherPlugin" },
                  "requires": { "acme.geo": "[2.1,3.0)" },
                  "permissions": [
                    { "permission": "net.connect(api.weather.example:443)", "reason": "fetch forecasts" },
                    { "permission": "storage.write($DATA)", "reason": "cache", "optional": true }
                  ],
                  "tools": [ {
                    "name": "forecast", "description": "Forecast for a place and day", "effect": "read",
                    "input": { "type": "object", "properties": { "place": { "type": "string" } }, "required": ["place"] },
                    "output": { "type": "object" },
                    "timeout": "PT10S"
                  }, {
                    "name": "chat", "description": "Answers", "effect": "external", "implements": "polar.responder/1"
                  }, {
                    "name": "chart", "description": "Draws", "effect": "write", "script": "skills/draw/scripts/chart.py",
                    "input": { "type": "object" }, "output": {}
                  } ],
                  "channels": [ { "kind": "telegram" } ],
                  "policyRules": [ { "name": "no-nights" } ],
                  "auditSinks": [ { "name": "siem" } ],
                  "schedules": [
                    { "name": "refresh", "every": "PT1H", "tool": "forecast" },
                    { "name": "report", "cron": "0 8-17/3 * * 1,5", "tool": "chart" }
                  ]
                }
              }
            }
            """;

    /** The same without a script. */
    private static final String CODE = WEATHER.replace(" \"script\": \"skills/draw/scripts/chart.py\",", "");

    private static Manifest parse(String json) {
        return Manifest.parse(json.getBytes(UTF_8));
    }

    private static Refusal refused(String json) {
        return assertThrows(Refusal.class, () -> parse(json));
    }

    @Test
    void a_manifest_is_read_whole() {
        var manifest = parse(WEATHER);
        assertEquals(new PluginId("acme.weather"), manifest.name());
        assertEquals("1.4.0", manifest.version().toString());
        assertEquals(
                Optional.of("Forecasts for a place and day"), manifest.about().description());
        assertEquals(7, manifest.epoch());
        assertEquals(
                "dev.polar/code/weather.jar", manifest.entry().orElseThrow().path());
        assertEquals("[2.1.0,3.0.0)", manifest.requires().getFirst().range().toString());
        assertEquals(
                List.of("net.connect(api.weather.example:443)", "storage.write($DATA)"),
                manifest.requested().permissions().stream()
                        .map(Permission::toString)
                        .toList());
        assertEquals(1, manifest.required().permissions().size());
        var forecast = manifest.tool("forecast").orElseThrow();
        assertEquals(Effect.READ, forecast.effect());
        assertEquals(Duration.ofSeconds(10), forecast.timeout());
        var chat = manifest.tool("chat").orElseThrow();
        assertEquals(WellKnown.RESPONDER_1.input().orElseThrow(), chat.input());
        assertEquals(Duration.ofSeconds(30), chat.timeout());
        assertEquals(List.of("no-nights"), manifest.policyRules());
        assertEquals(
                new ScheduleContract.Every(Duration.ofHours(1)),
                manifest.schedules().getFirst().timing());
    }

    @Test
    void what_is_written_reads_back_equal() {
        var manifest = parse(WEATHER);
        assertEquals(manifest, Manifest.parse(manifest.toBytes()));
        var generated = Manifest.generated(new PluginId("local.skill"), Version.parse("1.0.0"), About.NOTHING);
        assertEquals(generated, Manifest.parse(generated.toBytes()));
    }

    @Test
    void an_unknown_top_level_key_is_reported_and_ignored() {
        var manifest = parse(WEATHER.replace("\"license\"", "\"logo\": \"x.png\", \"license\""));
        assertEquals(List.of("logo"), manifest.ignored());
    }

    @Test
    void an_unknown_key_of_the_extension_is_refused_with_the_nearest_known_one() {
        var why = refused(WEATHER.replace("\"permissions\"", "\"permisions\""));
        assertEquals(Code.MANIFEST_INVALID, why.code());
        assertEquals("/extensions/dev.polar/permisions", why.details().get("path"));
        assertEquals("unknown-key", why.details().get("rule"));
        assertEquals("Did you mean 'permissions'?", why.hint());
    }

    /** From, to, path and rule; a quote is written ' here. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            'acme.weather'                | 'acme'                      | /name                                       | form
            'acme.weather'                | 'Acme.weather'              | /name                                       | form
            '1.4.0'                       | '1.4.0+build'               | /version                                    | version
            '1.4.0'                       | '1.4'                       | /version                                    | version
            1.0.0/plugin.schema           | 1.1.0/plugin.schema         | /$schema                                    | schema
            { 'name': 'Acme' }            | { 'mail': 'x' }             | /author/mail                                | unknown-key
            { 'name': 'Acme' }            | 'Acme'                      | /author                                     | type
            'dev.polar': {                | 'dev.poler': {              | ""                                          | required
            'format': 1                   | 'format': 2                 | /extensions/dev.polar/format                | range
            'format': 1                   | 'format': 1.0               | /extensions/dev.polar/format                | type
            'epoch': 7                    | 'epoch': 0                  | /extensions/dev.polar/epoch                 | range
            'epoch': 7                    | 'epoch': 7e0                | /extensions/dev.polar/epoch                 | type
            'epoch': 7                    | 'epoch': -0                 | /extensions/dev.polar/epoch                 | type
            'epoch': 7                    | 'epoch': 2147483648         | /extensions/dev.polar/epoch                 | range
            'epoch': 7                    | 'epoch': '7'                | /extensions/dev.polar/epoch                 | type
            'spi': '[1.0,2.0)',           | ""                          | /extensions/dev.polar                       | spi
            [1.0,2.0)                     | 1.0                         | /extensions/dev.polar/spi                   | version-range
            'runtime': 'osgi'             | 'runtime': 'jvm'            | /extensions/dev.polar/entry/runtime         | runtime
            'runtime': 'osgi'             | 'runtime': 'pf4j'           | /extensions/dev.polar/entry                 | class
            weather.jar                   | ../weather.jar              | /extensions/dev.polar/entry/jar             | jar
            com.acme.weather.Wea          | com..Wea                    | /extensions/dev.polar/entry/class           | class
            , 'class': 'com.acme.weather.WeatherPlugin' | ""            | /extensions/dev.polar                       | entry
            acme.geo                      | geo                         | /extensions/dev.polar/requires/geo          | plugin-name
            acme.geo                      | acme.weather                | /extensions/dev.polar/requires/acme.weather | requires
            net.connect(                  | net.conect(                 | /extensions/dev.polar/permissions/0/permission | 'net' has no verb 'conect': it is one of connect, listen
            'fetch forecasts'             | ''                          | /extensions/dev.polar/permissions/0/reason  | length
            'fetch forecasts'             | 'fetch \\u202e forecasts'    | /extensions/dev.polar/permissions/0/reason  | hidden-character
            'fetch forecasts'             | 'fetch \\u001b[1m'           | /extensions/dev.polar/permissions/0/reason  | hidden-character
            storage.write($DATA)          | net.connect(api.weather.example:443) | /extensions/dev.polar/permissions/1 | duplicate
            'optional': true              | 'optional': 'yes'           | /extensions/dev.polar/permissions/1/optional | type
            'name': 'chat'                | 'name': 'forecast'          | /extensions/dev.polar/tools/1               | duplicate
            'name': 'chat'                | 'name': 'Chat'              | /extensions/dev.polar/tools/1/name          | name
            'effect': 'read'              | 'effect': 'none'            | /extensions/dev.polar/tools/0/effect        | effect
            'PT10S'                       | 'PT11M'                     | /extensions/dev.polar/tools/0/timeout       | timeout
            'PT10S'                       | 'P1D'                       | /extensions/dev.polar/tools/0/timeout       | duration
            'PT10S'                       | '-PT1S'                     | /extensions/dev.polar/tools/0/timeout       | duration
            'PT10S'                       | 'PT0S'                      | /extensions/dev.polar/tools/0/timeout       | duration
            { 'type': 'string' }          | { 'type': 'text' }          | /extensions/dev.polar/tools/0/input/properties/place/type | schema-meta
            { 'type': 'string' }          | { '$ref': 'https://example.org/s' } | /extensions/dev.polar/tools/0/input/properties/place/$ref | schema-remote-ref
            'output': { 'type': 'object' }, | ""                        | /extensions/dev.polar/tools/0               | required
            'output': {}                  | 'output': true              | /extensions/dev.polar/tools/2/output        | type
            'input': { 'type': 'object' } | 'input': {}                 | /extensions/dev.polar/tools/2/input         | input
            polar.responder/1             | polar.responder/2           | /extensions/dev.polar/tools/1/implements    | implements
            polar.responder/1             | polar.model/1               | /extensions/dev.polar/tools/1/implements    | implements
            'implements'                  | 'input': {'type':'object'}, 'implements' | /extensions/dev.polar/tools/1/input | implements
            skills/draw/scripts/chart.py  | ../chart.py                 | /extensions/dev.polar/tools/2/script        | script
            storage.write($DATA)          | secret.read(k)', 'reason': 'r' }, { 'permission': 'net.connect(*.a.example:443) | /extensions/dev.polar/permissions | secret-hosts
            'kind': 'telegram'            | 'kind': 'Tele gram'         | /extensions/dev.polar/channels/0/kind       | name
            'schedules':                  | 'servers': [{'name': 'a', 'calls': 0}], 'schedules': | /extensions/dev.polar/servers/0/calls | range
            'every': 'PT1H',              | ""                          | /extensions/dev.polar/schedules/0           | timing
            'every': 'PT1H',              | 'every': 'PT0.5S',          | /extensions/dev.polar/schedules/0/every     | timing
            '0 8-17/3 * * 1,5'            | '0 25 * * *'                | /extensions/dev.polar/schedules/1/cron      | timing
            """)
    void a_broken_rule_is_named_with_its_place(String from, String to, String path, String rule) {
        var changed = WEATHER.replace(from.replace('\'', '"'), to.replace('\'', '"'));
        assertFalse(changed.equals(WEATHER), "nothing was changed");
        var why = refused(changed);
        assertEquals(Code.MANIFEST_INVALID, why.code(), why.getMessage());
        assertEquals(path, why.details().get("path"), why.getMessage());
        assertEquals(rule, why.details().get("rule"), why.getMessage());
        assertEquals("plugin.json", why.details().get("entry"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            { 'name': 1, 'name': 2 }  | duplicate key
            {} x                      | something follows
            []                        | expected an object
            {'a':1,}                  | key
            """)
    void json_that_two_readers_could_read_differently_is_refused(String json, String message) {
        var why = refused(json.replace('\'', '"'));
        assertEquals(Code.MANIFEST_INVALID, why.code());
        assertTrue(why.getMessage().contains(message), why.getMessage());
    }

    @Test
    void too_much_or_too_deep_a_manifest_is_refused() {
        assertEquals(
                Code.MANIFEST_INVALID,
                refused("{\"a\":\"" + "x".repeat(256 * 1024) + "\"}").code());
        assertEquals(Code.MANIFEST_INVALID, refused("[".repeat(5_000)).code());
    }

    private static Archive archive(String... names) {
        return new Archive(
                Arrays.stream(names).map(n -> new Entry(n, new byte[0])).toList());
    }

    @Test
    void what_the_manifest_names_has_to_be_in_the_package() {
        parse(CODE).checkAgainst(archive("plugin.json", "dev.polar/code/weather.jar"));
        var manifest = parse(WEATHER);
        var jar = assertThrows(
                Refusal.class, () -> manifest.checkAgainst(archive("plugin.json", "skills/draw/scripts/chart.py")));
        assertEquals("/extensions/dev.polar/entry/jar", jar.details().get("path"));
        var script = assertThrows(
                Refusal.class,
                () -> manifest.checkAgainst(archive("dev.polar/code/weather.jar", "skills/draw/scripts/Chart.py")));
        assertEquals("/extensions/dev.polar/tools/2/script", script.details().get("path"));
        assertEquals("It has skills/draw/scripts/Chart.py: spell both alike.", script.hint());
    }

    @Test
    void what_is_said_of_a_server_is_about_one_of_the_package() {
        var manifest = parse("""
                {"$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
                 "name": "local.tools", "version": "1.0.0",
                 "extensions": {"dev.polar": {"format": 1, "epoch": 1,
                   "servers": [{"name": "search", "timeout": "PT5M", "calls": 2}, {"name": "other"}]}}}
                """);
        assertEquals(
                Optional.of(new ServerContract("search", Optional.of(Duration.ofMinutes(5)), Optional.of(2))),
                manifest.server("search"));
        assertEquals(manifest.servers(), Manifest.parse(manifest.toBytes()).servers());
        var declared = new Entry("mcp.json", """
                {"$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
                 "mcpServers": {"search": {"type": "stdio", "command": "node"}}}
                """.getBytes(UTF_8));
        var refusal = assertThrows(Refusal.class, () -> manifest.checkAgainst(new Archive(List.of(declared))));
        assertEquals("/extensions/dev.polar/servers/1/name", refusal.details().get("path"));
    }

    @Test
    void a_schedule_names_a_tool_of_the_package_unless_tools_are_discovered() {
        var manifest = parse(CODE.replace("\"PT1H\", \"tool\": \"forecast\"", "\"PT1H\", \"tool\": \"other\""));
        assertThrows(Refusal.class, () -> manifest.checkAgainst(archive("dev.polar/code/weather.jar")));
        manifest.checkAgainst(archive("dev.polar/code/weather.jar", "mcp.json"));
    }
}
