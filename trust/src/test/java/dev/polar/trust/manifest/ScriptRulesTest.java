package dev.polar.trust.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptRulesTest {
    private static final String SCRIPT = "skills/draw/scripts/chart.py";

    private static String tool(String name, String script, String output) {
        return "{'name':'%s','description':'Draws','effect':'read','input':{'type':'object'},'output':%s,'script':'%s'}"
                .formatted(name, output, script);
    }

    private static Manifest manifest(String entry, String... tools) {
        return Manifest.parse("""
                {'$schema':'%s','name':'acme.draw','version':'1.0.0',
                 'extensions':{'dev.polar':{'format':1,'epoch':1,%s'tools':[%s]}}}""".formatted(Manifest.SCHEMA, entry, String.join(",", tools))
                .replace('\'', '"')
                .getBytes(UTF_8));
    }

    private static Archive archive(String... more) {
        var entries = new ArrayList<>(List.of(new Entry(SCRIPT, new byte[0])));
        for (var name : more) {
            entries.add(new Entry(name, new byte[0]));
        }
        return new Archive(entries);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            a.py  | ''                         | PYTHON
            a.js  | ''                         | NODE
            a.mjs | #!/usr/bin/env ruby        | NODE
            a.cjs | ''                         | NODE
            a.sh  | ''                         | SHELL
            a     | #!/usr/bin/env python3     | PYTHON
            a     | #! /opt/any/where/python3  | PYTHON
            a.x   | #!/usr/bin/node            | NODE
            a     | #!/bin/sh                  | SHELL
            a     | #!/bin/sh -x               | -
            a     | #!/usr/bin/env -S node -e1 | -
            a     | #!/usr/bin/env             | -
            a     | #!python                   | -
            a     | #!/bin/bash                | -
            a     | #!                         | -
            a.rb  | puts 1                     | -
            apy   | ''                         | -
            """)
    void the_name_or_the_first_line_says_what_runs_a_script(String file, String line, String program) {
        var known = ScriptProgram.of(file, (line + "\nx\n").getBytes(UTF_8));
        assertEquals(program, known.map(Enum::name).orElse("-"));
    }

    @Test
    void a_first_line_without_an_end_is_read_no_further_than_a_line_can_be() {
        assertEquals(
                "-",
                ScriptProgram.of("a", ("#!" + " ".repeat(100_000) + "/bin/sh").getBytes(UTF_8))
                        .map(Enum::name)
                        .orElse("-"));
    }

    @Test
    void a_script_that_is_there_and_can_be_run_is_accepted() {
        manifest("", tool("chart", SCRIPT, "{}")).checkAgainst(archive("skills/draw/SKILL.md"));
        manifest("", tool("chart", SCRIPT, "{'type':'string'}")).checkAgainst(archive());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            script-program | skills/draw/scripts/chart.rb | {}                          | -          | /extensions/dev.polar/tools/1/script
            script-twice   | skills/draw/scripts/chart.py | {}                          | -          | /extensions/dev.polar/tools/1/script
            entry-missing  | skills/draw/scripts/none.py  | {}                          | -          | /extensions/dev.polar/tools/1/script
            script-output  | skills/draw/scripts/more.py  | {'type':'array'}            | -          | /extensions/dev.polar/tools/1/output
            script-output  | skills/draw/scripts/more.py  | {'type':['object','array']} | -          | /extensions/dev.polar/tools/1/output
            script-mix     | skills/draw/scripts/more.py  | {}                          | mcp.json   | /extensions/dev.polar/tools
            """)
    void what_cannot_answer_is_refused_before_it_is_packed(
            String rule, String script, String output, String beside, String at) {
        var manifest = manifest("", tool("chart", SCRIPT, "{}"), tool("more", script, output));
        var contents = archive("skills/draw/scripts/chart.rb", "skills/draw/scripts/more.py", beside);
        var why = assertThrows(Refusal.class, () -> manifest.checkAgainst(contents));
        assertEquals(Code.MANIFEST_INVALID, why.code());
        assertEquals(rule, why.details().get("rule"), why.getMessage());
        assertEquals(at, why.details().get("path"));
    }

    @Test
    void scripts_beside_code_are_two_plugins() {
        var entry = "'spi':'[1.0,2.0)','entry':{'runtime':'osgi','jar':'a.jar','class':'a.B'},";
        var why = assertThrows(
                Refusal.class,
                () -> manifest(entry, tool("chart", SCRIPT, "{}")).checkAgainst(archive("dev.polar/code/a.jar")));
        assertEquals("script-mix", why.details().get("rule"));
    }
}
