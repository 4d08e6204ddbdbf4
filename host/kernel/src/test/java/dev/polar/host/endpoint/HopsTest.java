package dev.polar.host.endpoint;

import static dev.polar.host.endpoint.TestFront.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.store.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts behind hosts: what a request says of its way is believed as far as it goes on. */
class HopsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static TestFront front;

    @BeforeAll
    static void openTheDoor(@TempDir Path data) {
        front = new TestFront(DATABASE.get(), data);
        var generation = new FakeGeneration(
                "acme.where",
                call -> FakeGeneration.text(
                        call.target().name().equals("what_came")
                                ? call.propagated().tracestate().orElse("-") + " "
                                        + call.propagated().baggage().orElse("-")
                                : call.hops() + " " + call.trace().traceparent()));
        front.tool("acme.where", "am_i", "Says how it was reached", true, generation);
        front.tool("acme.where", "what_came", "Says what came along", true, generation);
        front.client("agent");
    }

    @AfterAll
    static void closeTheDoor() {
        front.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'',     0",
        "'\"0\"', 0",
        "'\"8\"', 8",
        "7,      7",
        "9,      HOPS_EXCEEDED",
        "'\"9\"', HOPS_EXCEEDED",
        "-1,     HOPS_EXCEEDED",
        "1.5,    HOPS_EXCEEDED",
        "'\"x\"', HOPS_EXCEEDED",
        "true,   HOPS_EXCEEDED",
        "99999999999999999999, HOPS_EXCEEDED",
    })
    void a_call_that_came_through_more_than_eight_hosts_or_does_not_say_goes_no_further(String hops, String says)
            throws Exception {
        var meta = hops.isEmpty() ? "{}" : "{\"dev.polar/hops\":" + hops + "}";
        var said = said(front.result(
                "agent", "tools/call", "{\"name\":\"acme-where__am_i\",\"arguments\":{},\"_meta\":" + meta + "}"));
        assertEquals(says, said.split(" ")[0]);
    }

    @Test
    void a_call_is_a_step_of_its_own_in_the_trace_it_came_in() throws Exception {
        var meta = "{\"traceparent\":\"00-" + TRACE + "-b7ad6b7169203331-01\"}";
        var said = said(front.result(
                "agent", "tools/call", "{\"name\":\"acme-where__am_i\",\"arguments\":{},\"_meta\":" + meta + "}"));
        assertTrue(said.matches("0 00-" + TRACE + "-(?!b7ad6b7169203331)[0-9a-f]{16}-01"), said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'traceparent':'00-TRACE-b7ad6b7169203331-01','tracestate':'a=b','baggage':'user=anna' | a=b user=anna",
                "'tracestate':'a=b','baggage':'user=anna'  | - user=anna",
                "'traceparent':'00-TRACE-b7ad6b7169203331-01','tracestate':7,'baggage':'anna' | - -",
            })
    void what_is_sent_along_with_a_trace_goes_on_with_the_call_and_is_nowhere_else(String meta, String passed)
            throws Exception {
        var params = "{'name':'acme-where__what_came','arguments':{},'_meta':{" + meta.replace("TRACE", TRACE) + "}}";
        assertEquals(passed, said(front.result("agent", "tools/call", params.replace('\'', '"'))));
        assertEquals(0, front.records("%user=anna%"), "what was sent along is on no record");
    }
}
