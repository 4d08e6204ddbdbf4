package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.Scope;
import dev.polar.trust.permission.Access;
import dev.polar.trust.permission.DocumentAccess;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.Host;
import dev.polar.trust.permission.Limit;
import dev.polar.trust.permission.NetConnect;
import dev.polar.trust.permission.Permission;
import dev.polar.trust.permission.Port;
import dev.polar.trust.permission.SpecialAddresses;
import dev.polar.trust.permission.ToolAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What the broker lets through is what the order of permissions says is covered, and nothing else (attacks 75 and 76). */
class BrokerAgreesTest {
    private static final PluginId PLUGIN = new PluginId("acme.weather");
    private static final byte[] INSIDE = {1};
    private static Path machine;

    @Provide
    Arbitrary<NetConnect> attempts() {
        return Combinators.combine(Arbitraries.oneOf(names(), addresses().map(BrokerAgreesTest::host)), ports())
                .as(NetConnect::new);
    }

    @Provide
    Arbitrary<List<Permission>> connections() {
        var hosts = Arbitraries.oneOf(
                names(),
                addresses().map(BrokerAgreesTest::host),
                Arbitraries.of("example", "example.com", "a.example.com", "localhost")
                        .map(Host.Below::new),
                Arbitraries.just(new Host.Any()));
        return Combinators.combine(hosts, Arbitraries.oneOf(ports(), Arbitraries.just(Port.ANY)))
                .as((host, port) -> new Permission(new NetConnect(host, port)))
                .list()
                .ofMaxSize(4);
    }

    private static Arbitrary<Host> names() {
        var labels = Arbitraries.of("a", "b", "api", "a.b");
        var domains = Arbitraries.of("example", "example.com", "example.co.uk", "localhost", "xn--bcher-kva.example");
        return Combinators.combine(labels.optional(0.8), domains)
                .as((label, domain) -> new Host.Name(label.map(l -> l + ".").orElse("") + domain));
    }

    private static Arbitrary<Port> ports() {
        return Arbitraries.of(80, 443, 8443).map(Port::of);
    }

    /** Public, private, link-local, loopback, metadata, and anything at all, of both families. */
    private static Arbitrary<InetAddress> addresses() {
        var known = Arbitraries.of(
                        "8.8.8.8",
                        "10.0.0.1",
                        "127.0.0.1",
                        "169.254.169.254",
                        "192.168.1.1",
                        "172.31.255.255",
                        "172.32.0.0",
                        "100.100.100.200",
                        "168.63.129.16",
                        "0.0.0.0",
                        "224.0.0.1",
                        "::1",
                        "fe80::1",
                        "fd00:ec2::254",
                        "2606:4700::1111",
                        "64:ff9b::a9fe:a9fe",
                        "64:ff9b::808:808",
                        "2002:7f00:1::")
                .map(InetAddress::ofLiteral);
        return Arbitraries.oneOf(known, any(4), any(16));
    }

    private static Arbitrary<InetAddress> any(int bytes) {
        return Arbitraries.bytes().array(byte[].class).ofSize(bytes).map(address -> {
            try {
                return InetAddress.getByAddress(address);
            } catch (UnknownHostException never) {
                throw new IllegalStateException(never);
            }
        });
    }

    private static Host host(InetAddress address) {
        return Host.of(address.getHostAddress()).orElseThrow();
    }

    @Provide
    Arbitrary<InetAddress> found() {
        return addresses();
    }

    @Property
    void a_connection_is_made_exactly_if_it_is_covered(
            @ForAll("connections") List<Permission> held, @ForAll("attempts") NetConnect use) throws IOException {
        boolean covered = Grant.of(held).covers(new Permission(use));
        assertEquals(
                covered, connects(held, use, InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("127.0.0.1")));
    }

    @Property
    void a_name_that_leads_inside_is_followed_only_if_the_address_is_held_by_itself(
            @ForAll("connections") List<Permission> held,
            @ForAll("attempts") NetConnect use,
            @ForAll("found") InetAddress leads)
            throws IOException {
        if (!(use.host() instanceof Host.Name name) || name.named()) {
            return;
        }
        var named = held.stream()
                .map(Permission::access)
                .anyMatch(access -> access instanceof NetConnect(var host, var port)
                        && host.equals(host(leads))
                        && (port.equals(Port.ANY) || port.equals(use.port())));
        boolean special = SpecialAddresses.contains(leads.getAddress());
        boolean covered = Grant.of(held).covers(new Permission(use));
        boolean through = connects(held, use, leads, leads);
        assertEquals(covered && (!special || named), through);
        if (leads.isLoopbackAddress()
                || leads.isSiteLocalAddress()
                || leads.isLinkLocalAddress()
                || leads.isAnyLocalAddress()
                || leads.isMulticastAddress()) {
            assertFalse(through && !named, "the JDK calls " + leads + " special");
        }
    }

    /** Whether the request would be sent; nothing is: what is checked is what {@link BrokeredHttp} asks before it connects. */
    private static boolean connects(List<Permission> held, NetConnect use, InetAddress elsewhere, InetAddress localhost)
            throws IOException {
        var rights = new Rights(PLUGIN, () -> Grant.of(held));
        var to = new Destination(true, use.host(), Integer.parseInt(use.port().toString()));
        Lookup lookup = name -> List.of(name.endsWith("localhost") ? localhost : elsewhere);
        return let(() -> {
            rights.require(to.access());
            new AddressCheck(PLUGIN, rights, lookup).addresses(to);
        });
    }

    @Provide
    Arbitrary<Access> uses() {
        var plugins = Arbitraries.of("acme.files", "acme.other").map(PluginId::new);
        return Arbitraries.oneOf(
                Combinators.combine(plugins, Arbitraries.of("read", "write").optional(0.9))
                        .as(ToolAccess::new),
                Combinators.combine(
                                Arbitraries.of(DocumentAccess.Verb.class),
                                Arbitraries.of("notes", "facts"),
                                Arbitraries.of(Scope.Kind.class))
                        .as(DocumentAccess::new));
    }

    @Provide
    Arbitrary<List<Permission>> held() {
        return uses().map(Permission::new).list().ofMaxSize(4);
    }

    @Property
    void tools_and_documents_are_reached_exactly_if_they_are_covered(
            @ForAll("held") List<Permission> held, @ForAll("uses") Access use) throws IOException {
        var rights = new Rights(PLUGIN, () -> Grant.of(held));
        assertEquals(Grant.of(held).covers(new Permission(use)), let(() -> rights.require(use)));
    }

    @Property(tries = 200)
    void a_limit_lets_through_as_often_as_it_says(@ForAll @IntRange(min = 1, max = 20) int count) throws IOException {
        var use = (Access) Permission.parse("tool.call(acme.files/read)").access();
        var limited = new Permission(use, Optional.of(new Limit(count, Limit.Unit.DAY)));
        var rights = new Rights(PLUGIN, () -> Grant.of(List.of(limited)));
        int through = 0;
        for (int i = 0; i < count + 5; i++) {
            through += let(() -> rights.require(use)) ? 1 : 0;
        }
        assertEquals(count, through);
    }

    @BeforeContainer
    static void filesInsideAndOut() throws IOException {
        machine = Files.createTempDirectory("polar-broker-agrees");
        var data = Files.createDirectories(machine.resolve("data/dir/deep"));
        Files.write(machine.resolve("secret"), new byte[] {66});
        for (var directory : List.of(machine.resolve("data"), machine.resolve("data/dir"), data)) {
            Files.write(directory.resolve("file"), INSIDE);
            Files.createSymbolicLink(directory.resolve("out"), machine.toAbsolutePath());
            Files.createSymbolicLink(
                    directory.resolve("key"), machine.resolve("secret").toAbsolutePath());
            Files.createSymbolicLink(
                    directory.resolve("in"), machine.resolve("data").toAbsolutePath());
        }
    }

    @AfterContainer
    static void clean() throws IOException {
        try (var all = Files.walk(machine)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Provide
    Arbitrary<String> paths() {
        var parts = Arbitraries.of("dir", "deep", "file", "out", "key", "in", "secret", "data", "..", ".", "", "proc");
        return Combinators.combine(parts.list().ofMinSize(1).ofMaxSize(6), Arbitraries.of("", "", "", "/"))
                .as((list, root) -> root + String.join("/", list));
    }

    /** Links are not followed at all, so that one that leads out cannot be told from one that leads in. */
    @Property(tries = 3_000)
    void a_file_is_read_exactly_if_the_path_names_it_without_links_and_detours(@ForAll("paths") String path)
            throws IOException {
        var rights = new Rights(PLUGIN, () -> Grant.parse(List.of("storage.read($DATA)")));
        var storage = new BrokeredStorage(machine.resolve("data"), rights);
        var plain = List.of("file", "dir/file", "dir/deep/file").contains(path);
        var read = new ArrayList<byte[]>();
        let(() -> storage.read(path).ifPresent(read::add));
        assertEquals(plain, !read.isEmpty(), path);
        read.forEach(bytes -> assertEquals(INSIDE[0], bytes[0]));
    }

    @FunctionalInterface
    private interface Use {
        void run() throws IOException;
    }

    private static boolean let(Use use) throws IOException {
        try {
            use.run();
            return true;
        } catch (Refusal refusal) {
            assertFalse(refusal.code() == Code.INTERNAL, refusal::toString);
            return false;
        }
    }
}
