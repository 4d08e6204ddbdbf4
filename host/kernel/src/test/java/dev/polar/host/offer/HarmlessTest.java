package dev.polar.host.offer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.permission.Grant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HarmlessTest {
    @ParameterizedTest
    @CsvSource({
        "net.connect(api.example:443),          false",
        "net.listen(loopback:8080),             false",
        "storage.read($DATA),                   true",
        "storage.write($DATA),                  false",
        "documents.read(notes;scope=user),      true",
        "documents.write(notes;scope=user),     false",
        "secret.use(key),                       false",
        "secret.env(key),                       false",
        "secret.read(key),                      false",
        "exec.run(git),                         false",
        "tool.call(acme.notes/*),               true",
        "channel.receive(web:main:*),           true",
        "channel.send(web:main:*),              false",
        "schedule.every(PT1M),                  true",
        "event.subscribe(notes.*),              true",
        "event.publish(notes.*),                false",
        "model.invoke(small),                   false",
        "env.read(LANG),                        false",
        "gate.observe(acme.notes/search),            true",
        "audit.receive(call),                   true",
    })
    void one_permission_to_write_send_connect_or_read_secrets_is_enough(String permission, boolean harmless) {
        assertEquals(harmless, Harmless.is(Grant.parse(List.of(permission))));
        assertEquals(harmless, Harmless.is(Grant.parse(List.of("storage.read($DATA)", permission))));
    }

    @Test
    void whoever_holds_nothing_is_harmless() {
        assertTrue(Harmless.is(Grant.NONE));
    }
}
