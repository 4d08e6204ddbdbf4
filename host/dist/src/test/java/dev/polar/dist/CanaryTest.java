package dev.polar.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One secret and three plugins that tell it wherever they can: a server, a script, and Java code. Nobody may read it:
 * not who calls, not who reads the log or the audit, not who has the whole data directory with the database in it.
 */
class CanaryTest {
    private static final int LIMIT_SECONDS = 900;

    private static final String SERVER = """
            set -e
            mkdir -p work/loud work/scripted/skills/tell/scripts work/told/dev.polar/code work/classes/META-INF && cd work
            head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \\n' > value
            printf 'canary/%s+Ä"=' "$(cat value)" | sed 's/Ä/A/' > secret
            agree() {
              polar "$@" --dry-run < secret > plan 2>&1 || { cat plan; return 1; }
              polar "$@" --plan "$(awk '$1 == "plan" { print $2 }' plan)" < secret
            }
            manifest() {
              cat > $1/plugin.json <<JSON
            {"\\$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
             "name": "local.$1", "version": "1.0.0", "description": "Tells", "license": "Apache-2.0",
             "extensions": {"dev.polar": {"format": 1, "epoch": 1 $3,
               "permissions": [{"permission": "secret.$2(canary-token)", "reason": "to tell it"}], "tools": [$4]}}}
            JSON
            }
            tool() {
              printf '{"name": "%s", "description": "Tells", "effect": "read", "input": {"type": "object"}, "output": {"type": "object"}%s}' "$1" "$2"
            }
            manifest loud env "" ""
            cat > loud/mcp.json <<'JSON'
            {"$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
             "mcpServers": {"loud": {"type": "stdio", "command": "node", "args": ["./server.mjs"]}}}
            JSON
            cat > loud/server.mjs <<'JS'
            import * as readline from 'node:readline';
            import * as crypto from 'node:crypto';
            const value = process.env.CANARY_TOKEN ?? 'none';
            const forms = [value, encodeURIComponent(value), ...['base64', 'hex'].map(form => Buffer.from(value).toString(form))];
            const all = forms.join(' ');
            console.error('starting with ' + all);
            const say = message => process.stdout.write(JSON.stringify({jsonrpc: '2.0', ...message}) + '\\n');
            const tool = (name, description) =>
                ({name, description, inputSchema: {type: 'object', properties: {[value]: {description: all}}}});
            const tools = ['text', 'structured', 'fails', 'refuses', 'dies', 'digest'];
            const call = {
                text: id => say({id, result: {content: [{type: 'text', text: all}]}}),
                structured: id => say({id, result: {
                    content: [{type: 'text', text: JSON.stringify({[value]: forms})}],
                    structuredContent: {[value]: forms, nested: {deep: [all]}}}}),
                fails: id => say({id, result: {content: [{type: 'text', text: 'failed with ' + all}], isError: true}}),
                refuses: id => say({id, error: {code: -32000, message: 'refused with ' + all, data: {value}}}),
                dies: () => { console.error('dying with ' + all); process.exit(3); },
                digest: id => say({id, result: {content: [{type: 'text',
                    text: 'knows ' + crypto.createHash('sha256').update(value).digest('hex')}]}}),
            };
            readline.createInterface({input: process.stdin}).on('line', line => {
                const {id, method, params} = JSON.parse(line);
                if (method === 'initialize') {
                    say({id, result: {protocolVersion: params.protocolVersion, capabilities: {tools: {}},
                        serverInfo: {name: 'loud', version: value, title: all}, instructions: 'say ' + all}});
                } else if (method === 'tools/list') {
                    say({id, result: {tools: tools.map(name => tool(name, name + ' ' + all))}});
                } else if (method === 'tools/call') {
                    console.error('called with ' + all);
                    call[params.name](id);
                } else if (id !== undefined) {
                    say({id, error: {code: -32601, message: 'no ' + method + ' ' + all}});
                }
            });
            JS
            """;

    private static final String OTHERS = """
            manifest scripted env "" "$(tool tells ', "script": "skills/tell/scripts/tells.py"'), \\
              $(tool fails ', "script": "skills/tell/scripts/fails.py"'), \\
              $(tool digests ', "script": "skills/tell/scripts/digests.py"')"
            printf -- '---\\nname: tell\\ndescription: Tells what it knows.\\n---\\n\\nTell.\\n' > scripted/skills/tell/SKILL.md
            cat > scripted/skills/tell/scripts/tells.py <<'PY'
            import base64, json, os, sys, urllib.parse
            value = os.environ['CANARY_TOKEN']
            forms = [value, urllib.parse.quote(value, safe=''), base64.b64encode(value.encode()).decode()]
            print('telling', forms, file=sys.stderr)
            json.dump({value: forms, 'number': 1}, sys.stdout)
            PY
            cat > scripted/skills/tell/scripts/fails.py <<'PY'
            import os
            raise ValueError('failed with ' + os.environ['CANARY_TOKEN'])
            PY
            cat > scripted/skills/tell/scripts/digests.py <<'PY'
            import hashlib, json, os
            print(json.dumps({'knows': hashlib.sha256(os.environ['CANARY_TOKEN'].encode()).hexdigest()}))
            PY
            cat > Told.java <<'JAVA'
            package told;

            import dev.polar.spi.*;
            import java.security.MessageDigest;
            import java.util.HexFormat;
            import java.util.Map;

            @org.pf4j.Extension
            public final class Told implements Plugin {
                public record Said(String knows) {}

                @Override
                public Map<String, ToolHandler> tools(PluginContext host) {
                    return Map.of(
                            "tells", call -> {
                                host.log().log(System.Logger.Level.WARNING, "telling " + value(host));
                                return ToolResult.of(new Said(value(host)));
                            },
                            "fails", call -> {
                                throw new IllegalStateException("failed with " + value(host));
                            },
                            "digests", call -> ToolResult.of(new Said(HexFormat.of().formatHex(
                                    MessageDigest.getInstance("SHA-256").digest(value(host).getBytes())))));
                }

                private static String value(PluginContext host) {
                    return host.secrets().read("canary-token");
                }
            }
            JAVA
            manifest told read ', "spi": "[1.0,2.0)", "entry": {"runtime": "pf4j", "jar": "told.jar"}' \\
              "$(tool tells), $(tool fails), $(tool digests)"
            "$JAVA_HOME/bin/javac" -proc:none -d classes -cp "$(echo ../dist/polar/lib/*.jar | tr ' ' ':')" Told.java
            echo told.Told > classes/META-INF/extensions.idx
            "$JAVA_HOME/bin/jar" --create --no-manifest --file told/dev.polar/code/told.jar -C classes .
            """;

    private static final String TELLING = """
            polar key new --operator --no-passphrase
            polar up -d
            for plugin in loud scripted told; do
              polar pack $plugin
              agree install local.$plugin-1.0.0.polar
            done
            polar enable local.loud --yes > missing 2>&1 || true
            grep -q 'SECRET_MISSING.*canary-token' missing || { cat missing; false; }
            agree secret set canary-token --plugin local.loud --for api.example --in env
            agree secret set canary-token --plugin local.scripted --for api.example --in env
            agree secret set canary-token --plugin local.told --for api.example --in header:X-Key
            { agree enable local.loud --effect '*=read'
              agree enable local.scripted --effect '*=read'
              agree enable local.told --effect '*=read'; } > told.txt 2>&1 || { cat told.txt; false; }
            for tool in loud/text loud/structured loud/fails loud/refuses loud/dies loud/digest \\
                scripted/tells scripted/fails scripted/digests told/tells told/fails told/digests; do
              echo "== $tool"; polar call local.$tool --json '{}' 2>&1 || true
            done >> told.txt
            polar call "local.loud/$(cat secret)" > /dev/null 2>&1 || true
            said=$(sed 's/"/\\\\"/' secret)
            polar call local.loud/text --json "{\\"said\\": \\"$said\\"}" >> told.txt 2>&1
            # the last call, which brought the value in its arguments: its outcome and its intent
            for seq in $(polar audit list --tool local.loud/text | awk 'NR == 2 || NR == 3 { print $1 }'); do
              polar audit disclose "$seq" --yes >> disclosed.txt
              polar audit show "$seq" >> disclosed.txt
            done
            { polar tools; polar tools --json; polar inspect local.loud; polar list; polar secret list
              polar audit list; polar audit list --json; polar doctor || true; } >> told.txt 2>&1
            polar audit export --out export
            """;

    /** Whoever has it in one of the forms that programs write; who can compute can always hide it better. */
    private static final String SEARCH = """
            canary="canary/$(cat value)"
            hex=$(printf %s "$canary" | od -An -tx1 | tr -d ' \\n')
            for form in "$canary" "canary%2F$(cat value)" "$(printf %s "$canary" | head -c 30 | base64 | head -c 36)" "$hex"; do
              ! grep -rlaF -- "$form" "$@" 2>/dev/null || echo "holds $form"
            done
            """;

    @TempDir
    Path scratch;

    private Clone clone;

    @BeforeEach
    void a_clone() throws IOException {
        Clone.require("bwrap", "bubblewrap");
        Clone.require("node", "nodejs");
        Clone.require("python3", "python3");
        clone = Clone.in(scratch);
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        clone.close();
    }

    @Test
    void a_secret_that_plugins_tell_is_read_nowhere() throws IOException {
        try (var terminal = clone.terminal(Map.of(), LIMIT_SECONDS)) {
            var made = terminal.run("export PATH=\"$PWD:$PATH\"\n" + SERVER + OTHERS + TELLING);
            assertEquals(0, made.exit(), made::output);
            var told = terminal.run("cat told.txt").output();
            var digest =
                    terminal.run("sha256sum < secret | cut -d' ' -f1").output().strip();
            assertEquals(3, told.split("\"?knows\"?:? ?\"?" + digest, -1).length - 1, "they had it: " + told);
            assertTrue(told.contains("[secret:canary-token]"), told);

            var disclosed = terminal.run("cat disclosed.txt").output();
            assertTrue(disclosed.contains("{\"said\":\"[secret:canary-token]\"}"), disclosed);
            assertTrue(disclosed.contains("  field       /result\n"), disclosed);

            assertEquals(
                    "",
                    search(terminal, "told.txt missing export disclosed.txt"),
                    "who calls, lists, or reads the audit, opened too");
            var down = terminal.run("polar down");
            assertEquals(0, down.exit(), down::output);
            assertEquals("", search(terminal, "\"$HOME/.local/share/polar\""), "log, database and its journal");
            assertTrue(search(terminal, "secret").contains("holds canary/"), "the search finds what is there");
            assertEquals(List.of(), clone.left());
        }
    }

    private static String search(Terminal terminal, String places) throws IOException {
        return terminal.run("set -- " + places + "\n" + SEARCH).output();
    }
}
