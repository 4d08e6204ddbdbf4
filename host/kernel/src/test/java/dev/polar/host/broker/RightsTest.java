package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.permission.Access;
import dev.polar.trust.permission.NetConnect;
import dev.polar.trust.permission.Permission;
import org.junit.jupiter.api.Test;

class RightsTest {
    private static final PluginId PLUGIN = new PluginId("acme.weather");

    @Test
    void a_refusal_names_the_permission_that_would_be_needed() {
        var refusal =
                Refused.with(Code.PERMISSION_DENIED, () -> rights().require(access("net.connect(example.com:443)")));
        assertEquals("net.connect(example.com:443)", refusal.details().get("permission"));
        assertTrue(refusal.hint().startsWith("polar inspect acme.weather"));
    }

    @Test
    void what_allows_is_decided_by_meaning() {
        rights("net.connect(*.example.com:*)").require(access("net.connect(api.example.com:443)"));
        rights("tool.call(acme.files/*)").require(access("tool.call(acme.files/read)"));
    }

    @Test
    void a_limit_ends_what_it_limits_and_nothing_else() {
        var rights = rights("net.connect(a.example:443) limit 1/day", "net.connect(b.example:443) limit 1/day");
        rights.require(access("net.connect(a.example:443)"));
        var refusal = Refused.with(Code.RATE_LIMITED, () -> rights.require(access("net.connect(a.example:443)")));
        assertEquals("net.connect(a.example:443) limit 1/day", refusal.details().get("permission"));
        rights.require(access("net.connect(b.example:443)"));
    }

    @Test
    void a_permission_without_a_limit_spares_those_with_one() {
        var live = new LiveGrant("net.connect(a.example:443) limit 1/day", "net.connect(*.example:443)");
        var rights = new Rights(PLUGIN, live);
        for (int use = 0; use < 3; use++) {
            rights.require(access("net.connect(a.example:443)"));
        }
    }

    @Test
    void looking_counts_nothing() {
        var rights = rights("secret.use(token) limit 1/day");
        var call = TestCalls.by(TestCalls.CLIENT);
        TestCalls.during(call, () -> {
            assertTrue(rights.hold(access("secret.use(token)")));
            return rights.requireHeld(access("secret.use(token)"));
        });
        assertTrue(call.usage().permissions().isEmpty());
        rights.require(access("secret.use(token)"));
        assertTrue(rights.hold(access("secret.use(token)")));
    }

    @Test
    void a_wildcard_names_nobody() {
        var one = (NetConnect) access("net.connect(8.8.8.8:53)");
        assertTrue(rights("net.connect(8.8.8.8:*)").holdNamed(one));
        assertFalse(rights("net.connect(*:53)").holdNamed(one));
        assertFalse(rights("net.connect(8.8.8.8:54)").holdNamed(one));
    }

    private static Rights rights(String... permissions) {
        return new Rights(PLUGIN, new LiveGrant(permissions));
    }

    private static Access access(String permission) {
        return Permission.parse(permission).access();
    }
}
