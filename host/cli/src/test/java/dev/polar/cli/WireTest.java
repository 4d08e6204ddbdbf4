package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.adminapi.ApprovalDetail;
import dev.polar.adminapi.ApprovalRow;
import dev.polar.adminapi.AuditRow;
import dev.polar.adminapi.CallReply;
import dev.polar.adminapi.CallRequest;
import dev.polar.adminapi.CaseRow;
import dev.polar.adminapi.Check;
import dev.polar.adminapi.ClientRow;
import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.ExplainRequest;
import dev.polar.adminapi.Explained;
import dev.polar.adminapi.ExportRequest;
import dev.polar.adminapi.Exported;
import dev.polar.adminapi.Keys;
import dev.polar.adminapi.PermissionRow;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.PluginDetail;
import dev.polar.adminapi.PluginRow;
import dev.polar.adminapi.PolicyRow;
import dev.polar.adminapi.PolicyText;
import dev.polar.adminapi.PolicyTrial;
import dev.polar.adminapi.Problem;
import dev.polar.adminapi.PublisherRow;
import dev.polar.adminapi.ReplayGroup;
import dev.polar.adminapi.ReplayRequest;
import dev.polar.adminapi.Replayed;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.RevocationRow;
import dev.polar.adminapi.RuleRow;
import dev.polar.adminapi.SecretRow;
import dev.polar.adminapi.Status;
import dev.polar.adminapi.Suggested;
import dev.polar.adminapi.SuggestedRule;
import dev.polar.adminapi.ToolRow;
import dev.polar.adminapi.Uploaded;
import dev.polar.adminapi.WebLink;
import dev.polar.cli.shell.Wire;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line reads and writes the operator API without JSON-B; the host does it with JSON-B. */
class WireTest {
    private static final Jsonb JSONB = JsonbBuilder.create();

    @ParameterizedTest
    @ValueSource(
            classes = {
                ApprovalDetail.class,
                ApprovalRow.class,
                AuditRow.class,
                CallReply.class,
                CallRequest.class,
                Check.class,
                ClientRow.class,
                Consent.class,
                Done.class,
                ExportRequest.class,
                Exported.class,
                Keys.class,
                PermissionRow.class,
                Plan.class,
                PluginDetail.class,
                PluginRow.class,
                Problem.class,
                PublisherRow.class,
                Request.class,
                RevocationRow.class,
                RuleRow.class,
                PolicyRow.class,
                PolicyText.class,
                PolicyTrial.class,
                CaseRow.class,
                ExplainRequest.class,
                Explained.class,
                ReplayGroup.class,
                ReplayRequest.class,
                Replayed.class,
                Suggested.class,
                SuggestedRule.class,
                SecretRow.class,
                Status.class,
                ToolRow.class,
                Uploaded.class,
                WebLink.class
            })
    void every_record_means_the_same_to_both_sides(Class<? extends Record> type) throws Exception {
        var record = filled(type);
        assertEquals(record, Wire.read(json(JSONB.toJson(record)), type));
        assertEquals(record, JSONB.fromJson(Wire.write(record).toString(), type));
    }

    @Test
    void what_an_older_host_does_not_say_is_empty() {
        var row = Wire.read(json("{\"name\":\"a\",\"newer\":[1]}"), PluginRow.class);
        assertEquals(new PluginRow("a", "", "", "", "", "", 0, 0, "", ""), row);
        assertEquals(new Done("", Map.of(), List.of()), Wire.read(json("{\"facts\":null}"), Done.class));
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20));
    }

    private static <T extends Record> T filled(Class<T> type) throws Exception {
        var made = type.getDeclaredConstructors()[0];
        var values = Arrays.stream(made.getGenericParameterTypes())
                .map(WireTest::value)
                .toArray();
        return type.cast(made.newInstance(values));
    }

    private static Object value(Type type) {
        try {
            return switch (type) {
                case Class<?> plain when plain == String.class -> "a \"text\" \u00fc \u001b";
                case Class<?> plain when plain == boolean.class -> true;
                case Class<?> plain when plain == int.class -> 42;
                case Class<?> plain when plain == long.class -> 1L << 40;
                case Class<?> plain -> filled(plain.asSubclass(Record.class));
                case ParameterizedType many when many.getRawType() == Map.class -> Map.of("key", "value");
                case ParameterizedType many ->
                    List.of(value(many.getActualTypeArguments()[0]), value(many.getActualTypeArguments()[0]));
                default -> throw new IllegalArgumentException("" + type);
            };
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
