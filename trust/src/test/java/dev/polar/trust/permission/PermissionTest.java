package dev.polar.trust.permission;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionTest {
    private static Permission p(String text) {
        return Permission.parse(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "net.connect(api.weather.example:443)",
                "net.connect(*.weather.example:443)",
                "net.connect(*:443)",
                "net.connect(*:*)",
                "net.connect(10.0.0.1:5432)",
                "net.connect([2001:db8::1]:443)",
                "net.connect([::1]:80)",
                "net.connect(xn--bcher-kva.example:443) limit 60/minute",
                "net.listen(loopback:8080)",
                "storage.read($DATA)",
                "storage.write(/srv/files)",
                "storage.read(/)",
                "documents.read(notes;scope=chat)",
                "documents.write(notes;scope=user) limit 5/second",
                "secret.use(weather-api-key)",
                "secret.env(API_KEY)",
                "secret.read(api.key)",
                "exec.run(git)",
                "tool.call(acme.weather/forecast)",
                "tool.call(acme.weather/*)",
                "tool.call(local.everything/get-sum) limit 1/day",
                "channel.receive(telegram:main:*)",
                "channel.send(telegram:*:*)",
                "channel.send(slack:work:C024BE91L)",
                "channel.send(telegram:main:-1001234)",
                "schedule.every(PT1M)",
                "schedule.every(PT1H30M)",
                "event.subscribe(orders.*)",
                "event.publish(orders.created)",
                "model.invoke(small)",
                "env.read(LANG)",
                "gate.observe(acme.weather/forecast)",
                "gate.observe(acme.weather/forecast;arguments)",
                "client.ask(elicitation)",
                "audit.receive(call)",
                "audit.receive(*)"
            })
    void every_kind_prints_what_was_read(String text) {
        assertEquals(text, p(text).toString());
        assertTrue(p(text).covers(p(text)));
    }

    /** Text, position from 1, and the nearest valid form. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            net.conect(a.example:443)             | 5  | net.connect(a.example:443)
            net.conect(a.example:443) limit 5/day | 5  | net.connect(a.example:443) limit 5/day
            net.conect(a.example)                 | 5  | net.connect(api.example:443)
            net.Connect(a.example:443)            | 5  | net.connect(a.example:443)
            nett.connect(a.example:443)           | 1  | net.connect(a.example:443)
            net connect(a.example:443)            | 4  | net.connect(a.example:443)
            netconnect(a.example:443)             | 1  | net.connect(a.example:443)
            net.post(a.example:443)               | 5  | net.connect(a.example:443)
            net(a.example:443)                    | 4  | net.connect(a.example:443)
            net.(a.example:443)                   | 5  | net.connect(a.example:443)
            secret.red(k)                         | 8  | secret.read(k)
            secrets.use(k)                        | 1  | secret.use(k)
            sorage.delete($DATA)                  | 1  | storage.read($DATA)
            nothing.like(it)                      | 1  | -
            net.connect                           | 12 | net.connect(api.example:443)
            net.connect(                          | 13 | net.connect(api.example:443)
            net.connect()                         | 13 | net.connect(api.example:443)
            net.connect(a.example)                | 22 | net.connect(api.example:443)
            net.connect(A.example:443)            | 13 | net.connect(a.example:443)
            net.connect(a.example.:443)           | 13 | net.connect(a.example:443)
            net.connect(a..example:443)           | 13 | net.connect(api.example:443)
            net.connect(a.example:0)              | 23 | net.connect(api.example:443)
            net.connect(a.example:0443)           | 23 | net.connect(api.example:443)
            net.connect(a.example:65536)          | 23 | net.connect(api.example:443)
            net.connect(a.*.example:443)          | 13 | net.connect(api.example:443)
            net.connect(*.0.0.1:443)              | 15 | net.connect(api.example:443)
            net.connect(**:443)                   | 13 | net.connect(api.example:443)
            net.connect(127.1:443)                | 13 | net.connect(api.example:443)
            net.connect(0x7f.0.0.1:443)           | 13 | net.connect(api.example:443)
            net.connect(010.0.0.1:443)            | 13 | net.connect(api.example:443)
            net.connect([2001:DB8::1]:443)        | 13 | net.connect([2001:db8::1]:443)
            net.connect([2001:db8:0:0:0:0:0:1]:443) | 13 | net.connect([2001:db8::1]:443)
            net.connect([::ffff:127.0.0.1]:443)   | 13 | net.connect(127.0.0.1:443)
            net.connect([fe80::1%eth0]:443)       | 21 | net.connect(api.example:443)
            net.connect([1:2]:443)                | 13 | net.connect(api.example:443)
            net.connect([::1])                    | 18 | net.connect(api.example:443)
            net.connect(a.example:443)x           | 27 | net.connect(a.example:443) limit 10/minute
            net.connect(a.example:443) limit 0/day | 34 | net.connect(a.example:443) limit 10/day
            net.connect(a.example:443) limit 01/day | 34 | net.connect(a.example:443) limit 10/day
            net.connect(a.example:443)  limit 1/day | 28 | net.connect(a.example:443) limit 10/minute
            net.connect(a.example:443) limit 1/days | 36 | net.connect(a.example:443) limit 1/day
            net.connect(a.example:443) limit 5/min | 36 | net.connect(a.example:443) limit 5/minute
            net.connect(a.example:443) limit 5/Hour | 36 | net.connect(a.example:443) limit 5/hour
            net.connect(a.example:443) limt 5/hour | 31 | net.connect(a.example:443) limit 10/minute
            net.connect(a.example:443) limit 5 per hour | 34 | net.connect(a.example:443) limit 10/minute
            net.connect(a.example:443) limit 1000000000/day | 34 | net.connect(a.example:443) limit 10/day
            net.connect(a.example:443) limit      | 33 | net.connect(a.example:443) limit 10/minute
            net.connect(a.example:443)(b:1)       | 27 | net.connect(a.example:443) limit 10/minute
            net.connect(a.example:443, b:1)       | 26 | net.connect(api.example:443)
            net.listen(0.0.0.0:80)                | 12 | net.listen(loopback:8080)
            storage.read($DATA/x)                 | 14 | storage.read($DATA)
            storage.read(/a/../b)                 | 14 | storage.read($DATA)
            storage.read(/a/)                     | 14 | storage.read($DATA)
            storage.read(//a)                     | 14 | storage.read($DATA)
            storage.read(a)                       | 14 | storage.read($DATA)
            storage.delete($DATA)                 | 9  | storage.read($DATA)
            documents.read(notes)                 | 21 | documents.read(notes;scope=chat)
            documents.read(notes;scope=all)       | 21 | documents.read(notes;scope=chat)
            secret.use(*)                         | 12 | secret.use(api-key)
            exec.run(/bin/sh)                     | 10 | exec.run(git)
            tool.call(acme.weather)               | 23 | tool.call(acme.weather/forecast)
            tool.call(*/*)                        | 11 | tool.call(acme.weather/forecast)
            tool.call(acme.weather/get_*)         | 24 | tool.call(acme.weather/forecast)
            channel.send(telegram:main)           | 14 | channel.send(web:main:*)
            channel.send(*:main:room)             | 14 | channel.send(web:main:*)
            channel.send(web:main:a*)             | 23 | channel.send(web:main:*)
            schedule.every(PT60S)                 | 16 | schedule.every(PT1M)
            schedule.every(P1D)                   | 16 | schedule.every(PT24H)
            schedule.every(PT0S)                  | 16 | schedule.every(PT1M)
            schedule.every(-PT1S)                 | 16 | schedule.every(PT1M)
            event.publish(*)                      | 15 | event.publish(orders.*)
            event.publish(a.*.b)                  | 15 | event.publish(orders.*)
            client.ask(model)                     | 12 | client.ask(elicitation)
            env.read(PATH=x)                      | 10 | env.read(LANG)
            gate.observe(acme.weather/*)          | 27 | gate.observe(acme.weather/forecast)
            """)
    void anything_else_is_refused_with_its_place_and_the_nearest_valid_form(String text, int position, String meant) {
        var why = assertThrows(Refusal.class, () -> p(text));
        assertEquals(Code.PERMISSION_INVALID, why.code());
        assertEquals(Integer.toString(position), why.details().get("position"), why.getMessage());
        assertEquals(meant == null ? "Ask for something else." : "A valid form is " + meant + ".", why.hint());
        Optional.ofNullable(meant).ifPresent(Permission::parse);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trust.add(x)", "policy.edit(x)", "plugin.enable(a.b)", "approval.give(*)", "trust"})
    void some_areas_are_never_granted(String text) {
        var why = assertThrows(Refusal.class, () -> p(text));
        assertEquals(Code.PERMISSION_INVALID, why.code());
        assertEquals("this area is never granted to a plugin", why.details().get("rule"));
    }

    @Test
    void hostile_text_is_printed_without_what_a_terminal_obeys() {
        var why = assertThrows(Refusal.class, () -> p("net.connect(\u001b[2J" + "x".repeat(2_000)));
        assertFalse(why.getMessage().contains("\u001b"));
        assertTrue(why.getMessage().length() < 400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            net.connect(*:443)                   | net.connect(a.example:443)              | true
            net.connect(*:443)                   | net.connect(*.a.example:443)            | true
            net.connect(*:443)                   | net.connect(8.8.8.8:443)                | true
            net.connect(*:443)                   | net.connect(127.0.0.1:443)              | false
            net.connect(*:*)                     | net.connect(169.254.169.254:80)         | false
            net.connect(*:*)                     | net.connect([::1]:80)                   | false
            net.connect(*:*)                     | net.connect([fd00:ec2::254]:80)         | false
            net.connect(*:*)                     | net.connect([2606:4700::1111]:443)      | true
            net.connect(*:*)                     | net.connect([64:ff9b::7f00:1]:443)      | false
            net.connect(*:*)                     | net.connect([2002:7f00:1::]:443)        | false
            net.connect(*:*)                     | net.connect(localhost:443)              | false
            net.connect(*.localhost:1)           | net.connect(a.localhost:1)              | false
            net.connect(*:443)                   | net.connect(a.example:80)               | false
            net.connect(*:443)                   | net.connect(a.example:*)                | false
            net.connect(a.example:*)             | net.connect(a.example:80)               | true
            net.connect(*.example:443)           | net.connect(a.b.example:443)            | true
            net.connect(*.example:443)           | net.connect(example:443)                | false
            net.connect(*.example:443)           | net.connect(badexample:443)             | false
            net.connect(*.example:443)           | net.connect(*.a.example:443)            | true
            net.connect(*.a.example:443)         | net.connect(*.example:443)              | false
            storage.read(/srv)                   | storage.read(/srv/a)                    | true
            storage.read(/srv)                   | storage.read(/srvx)                     | false
            storage.read(/)                      | storage.read(/etc)                      | true
            storage.read(/)                      | storage.read($DATA)                     | false
            storage.write(/srv)                  | storage.read(/srv)                      | false
            documents.read(n;scope=chat)         | documents.read(n;scope=user)            | false
            secret.read(k)                       | secret.use(k)                           | false
            tool.call(a.b/*)                     | tool.call(a.b/c)                        | true
            tool.call(a.b/*)                     | tool.call(a.bc/c)                       | false
            channel.send(web:*:*)                | channel.send(web:main:r)                | true
            channel.send(web:main:*)             | channel.send(web:*:r)                   | false
            schedule.every(PT1M)                 | schedule.every(PT5M)                    | true
            schedule.every(PT5M)                 | schedule.every(PT1M)                    | false
            event.subscribe(a.*)                 | event.subscribe(a.b.c)                  | true
            event.subscribe(a.*)                 | event.subscribe(a.b.*)                  | true
            event.subscribe(a.*)                 | event.subscribe(a)                      | false
            event.subscribe(a.*)                 | event.subscribe(ab.c)                   | false
            gate.observe(a.b/c;arguments)        | gate.observe(a.b/c)                     | true
            gate.observe(a.b/c)                  | gate.observe(a.b/c;arguments)           | false
            exec.run(git)                        | exec.run(git) limit 1/hour              | true
            exec.run(git) limit 1/hour           | exec.run(git)                           | false
            exec.run(git) limit 60/minute        | exec.run(git) limit 1/second            | true
            exec.run(git) limit 1/second         | exec.run(git) limit 60/minute           | false
            exec.run(git) limit 10/second        | exec.run(git) limit 10/day              | true
            exec.run(git) limit 10/day           | exec.run(git) limit 10/second           | false
            """)
    void one_covers_another_by_meaning(String wide, String narrow, boolean covers) {
        assertEquals(covers, p(wide).covers(p(narrow)));
    }

    @ParameterizedTest
    @CsvSource({
        "exec.run(git), true",
        "secret.read(k), true",
        "secret.env(k), true",
        "secret.use(k), false",
        "net.connect(*:443), true",
        "net.connect(*.a.example:443), true",
        "net.connect(a.example:*), true",
        "net.connect(a.example:443), false",
        "storage.write(/), false"
    })
    void some_are_of_high_risk(String text, boolean highRisk) {
        assertEquals(highRisk, p(text).highRisk());
    }

    @ParameterizedTest
    @CsvSource({"*:443, true", "*.com:443, true", "*.co.uk:443, true", "*.acme.com:443, false", "com:443, false"})
    void a_wildcard_under_a_public_suffix_is_shown_as_anyone(String selector, boolean anyone) {
        assertEquals(anyone, ((NetConnect) p("net.connect(" + selector + ")").access()).anyone());
    }

    @Test
    void a_host_of_a_url_is_named_as_a_permission_would_name_it() {
        assertEquals("a.example", Host.of("A.Example.").orElseThrow().toString());
        assertEquals("[2001:db8::1]", Host.of("[2001:DB8:0::1]").orElseThrow().toString());
        assertEquals("127.0.0.1", Host.of("[::ffff:7f00:1]").orElseThrow().toString());
        assertEquals(Optional.empty(), Host.of("127.1"));
        assertEquals(Optional.empty(), Host.of("2130706433"));
        assertEquals(Optional.empty(), Host.of("bücher.example"));
        assertEquals(Optional.empty(), Host.of("*"));
        assertEquals(Optional.empty(), Host.of(""));
    }

    @Test
    void a_grant_says_what_lets_a_use_through_limits_left_to_be_counted() {
        var grant = Grant.parse(List.of("net.connect(*.a.example:443) limit 5/minute", "net.connect(b.example:443)"));
        var use = new NetConnect(Host.of("x.a.example").orElseThrow(), Port.of(443));
        assertEquals(List.of(p("net.connect(*.a.example:443) limit 5/minute")), grant.allowing(use));
        assertFalse(grant.covers(new Permission(use)));
        assertEquals(
                List.of(), grant.allowing(new NetConnect(Host.of("c.example").orElseThrow(), Port.of(443))));
    }

    @Test
    void the_digest_is_over_the_sorted_texts_each_with_a_line_feed() {
        var grant = Grant.parse(List.of("secret.use(b)", "exec.run(a)", "exec.run(a)"));
        assertEquals(Digest.of("exec.run(a)\nsecret.use(b)\n".getBytes(US_ASCII)), grant.digest());
    }

    /** Row 44 of the attacks: widened by the meaning of a wildcard, not by more lines. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            net.connect(a.example:443)    | net.connect(a.example:443)            | SAME
            net.connect(*.a.example:443)  | net.connect(b.a.example:443)          | NARROWER
            net.connect(b.a.example:443)  | net.connect(*.a.example:443)          | WIDER
            exec.run(git) limit 1/hour    | exec.run(git)                         | WIDER
            exec.run(git)                 | exec.run(git) limit 1/hour            | NARROWER
            exec.run(git);exec.run(ls)    | exec.run(ls)                          | NARROWER
            exec.run(git);exec.run(ls)    | exec.run(ls);exec.run(sh)             | WIDER
            storage.read(/a);storage.read(/a/b) | storage.read(/a)                | SAME
            """)
    void a_change_is_classed_by_meaning(String approved, String requested, GrantDelta.Change change) {
        var from = Grant.parse(List.of(approved.replace(";exec", "\nexec")
                .replace(";storage", "\nstorage")
                .split("\n")));
        var to = Grant.parse(List.of(requested.replace(";exec", "\nexec").split("\n")));
        assertEquals(change, GrantDelta.between(from, to).change());
    }
}
