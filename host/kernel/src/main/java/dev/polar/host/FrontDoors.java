package dev.polar.host;

import dev.polar.host.channel.WebChannel;
import dev.polar.host.endpoint.FrontServer;
import dev.polar.host.endpoint.McpHandler;
import dev.polar.host.endpoint.McpMethods;
import dev.polar.host.endpoint.McpSkills;
import dev.polar.host.endpoint.McpTools;
import dev.polar.host.endpoint.OperatorsOnly;
import dev.polar.host.http.Strangers;
import dev.polar.host.work.Mailroom;
import dev.polar.spi.Code;
import dev.polar.spi.ToolId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;

/** Where agents and people come in: the MCP endpoint and the web channel, with the mail behind it. */
record FrontDoors(
        Settings settings,
        Strangers strangers,
        Mailroom mailroom,
        WebChannel web,
        McpHandler mcp,
        Map<String, Handler> handlers,
        Ending ending) {
    private static final ToolId RESPONDER = ToolId.of("polar.responder/respond");

    static FrontDoors shut(
            Settings settings,
            Remembered remembered,
            Calling calling,
            Changing changing,
            Supplier<String> address,
            InstantSource clock,
            Ending ending) {
        var database = remembered.database();
        var journal = remembered.journal();
        var methods = new McpMethods(
                calling.snapshots(),
                new McpTools(calling.held(), settings.approvalWait().value(), remembered.masterKey(), clock),
                new McpSkills(calling.gate()),
                calling.clients()::profile,
                HostAssembly.VERSION);
        var mailroom = ending.with(
                new Mailroom(database, journal, calling.gate(), calling.snapshots(), calling.approvals(), RESPONDER));
        var web = ending.with(new WebChannel(
                database,
                journal,
                remembered.masterKey(),
                calling.snapshots(),
                calling.rooms(),
                calling.cards(),
                calling.approving().inChat(),
                mailroom.inbox(),
                address,
                clock));
        var handlers = new HashMap<String, Handler>(web.handlers());
        var mcp = new McpHandler(changing.clients(), methods);
        handlers.put("/mcp", mcp);
        handlers.put(OperatorsOnly.PATH, new OperatorsOnly(changing.clients()));
        return new FrontDoors(settings, new Strangers(journal), mailroom, web, mcp, handlers, ending);
    }

    /** Opens them, and says where they are. */
    String open() {
        mailroom.start();
        web.start();
        var host = settings.host().value();
        var front = ending.with(FrontServer.start(
                host,
                settings.port().value(),
                request -> strangers.turnedAway(request, Code.ORIGIN_FORBIDDEN),
                handlers));
        ending.with(web); // before the front doors: they wait for open pages
        ending.with(mcp); // and for open streams
        return "http://" + host + ":" + front.port();
    }
}
