package dev.polar.host;

import dev.polar.adminapi.Check;
import dev.polar.host.channel.WebChannel;
import dev.polar.host.endpoint.FrontServer;
import dev.polar.host.endpoint.McpHandler;
import dev.polar.host.endpoint.McpMethods;
import dev.polar.host.endpoint.McpSkills;
import dev.polar.host.endpoint.McpTools;
import dev.polar.host.endpoint.OperatorsOnly;
import dev.polar.host.http.Address;
import dev.polar.host.http.LiveIdentity;
import dev.polar.host.http.Strangers;
import dev.polar.host.oauth.AccessTokens;
import dev.polar.host.work.Mailroom;
import dev.polar.spi.Code;
import dev.polar.spi.ToolId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;

/** Where agents and people come in: the MCP endpoint and the web channel, with the mail behind it. */
record FrontDoors(
        Settings settings,
        Strangers strangers,
        Mailroom mailroom,
        WebChannel web,
        McpHandler mcp,
        Map<String, Handler> handlers,
        Optional<LiveIdentity> identity,
        AccessTokens tokens,
        Supplier<String> address,
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
        var mcp = new McpHandler(
                changing.clients(), methods, calling.authorizing().resource());
        handlers.put("/mcp", mcp);
        handlers.put(OperatorsOnly.PATH, new OperatorsOnly(changing.clients()));
        calling.authorizing().resource().ifPresent(resource -> handlers.putAll(resource.handlers()));
        return new FrontDoors(
                settings,
                new Strangers(journal),
                mailroom,
                web,
                mcp,
                handlers,
                identity(settings, clock),
                calling.authorizing().tokens(),
                address,
                ending);
    }

    /** Settings have both files or none. */
    private static Optional<LiveIdentity> identity(Settings settings, InstantSource clock) {
        return settings.tlsCertificate()
                .value()
                .map(certificate ->
                        LiveIdentity.in(certificate, settings.tlsKey().value().orElseThrow(), clock));
    }

    /** What the doctor says of them, beside what depends on the database. */
    List<Check> checks() {
        return Stream.concat(
                        identity.map(one -> one.check("agents from afar", address.get())).stream(),
                        tokens.checks().stream())
                .toList();
    }

    /** Opens them, and says where they are. */
    String open() {
        mailroom.start();
        web.start();
        var host = settings.host().value();
        var elsewhere = settings.publicAddress().value();
        var front = ending.with(FrontServer.start(
                new FrontServer.At(host, settings.port().value(), identity, elsewhere),
                request -> strangers.turnedAway(request, Code.ORIGIN_FORBIDDEN),
                handlers));
        ending.with(web); // before the front doors: they wait for open pages
        ending.with(mcp); // and for open streams
        return elsewhere
                .map(Address::toString)
                .orElseGet(() -> (identity.isPresent() ? "https://" : "http://") + host + ":" + front.port());
    }
}
