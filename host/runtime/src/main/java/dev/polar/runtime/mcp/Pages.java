package dev.polar.runtime.mcp;

import dev.polar.runtime.rpc.Ask;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists of one server, read page by page, and how long all of them hold. */
final class Pages {
    private static final int MAX_PAGES = 100;
    private static final int MAX_DEFINITIONS = 5_000;
    private static final int MAX_DATA = 2_000;
    private static final int MAX_SKILLS = 1_000;
    private static final int MAX_FILES = 20_000;
    private static final Duration LIVES = Duration.ofMinutes(5);
    private static final Duration LIVES_AT_LEAST = Duration.ofSeconds(5);

    private final McpSession session;
    private final Instant deadline;
    private Duration lives = LIVES;

    Pages(McpSession session, Instant deadline) {
        this.session = session;
        this.deadline = deadline;
    }

    /** The shortest that any page said. */
    Duration lives() {
        return lives;
    }

    /**
     * Definitions, all of them: what is not here is not offered.
     *
     * @param kind as in {@code tools/list}, which is also the member that holds them
     */
    List<JsonValue> definitions(String kind) {
        return read(kind + "/list", kind, MAX_DEFINITIONS, true);
    }

    /** Templates of addresses. Servers that have none often do not know the method. */
    List<JsonValue> templates() {
        return read("resources/templates/list", "resourceTemplates", MAX_DEFINITIONS, true);
    }

    /** Entries of skills, which name all their files: there is an end to these too. */
    List<JsonValue> skills() {
        var skills = read("skills/list", "skills", MAX_SKILLS, true);
        int files = skills.stream()
                .mapToInt(skill -> skill instanceof JsonObject entry
                        ? Members.array(entry, "resources").size()
                        : 0)
                .sum();
        if (files > MAX_FILES) {
            throw endless("files of skills");
        }
        return skills;
    }

    /** What there is to be read: as much as is shown, and nothing if the server cannot say. */
    List<JsonValue> resources() {
        try {
            return read("resources/list", "resources", MAX_DATA, false);
        } catch (Refusal cannotSay) {
            return List.of();
        }
    }

    private List<JsonValue> read(String method, String member, int most, boolean all) {
        var items = new ArrayList<JsonValue>();
        var cursors = new HashSet<String>();
        var cursor = Optional.<String>empty();
        do {
            var params = StrictJson.provider().createObjectBuilder();
            cursor.ifPresent(text -> params.add("cursor", text));
            var page = page(method, params.build());
            items.addAll(Members.array(page, member));
            lives = lives(page);
            cursor = Members.text(page, "nextCursor");
            if (cursor.isPresent() && !cursors.add(cursor.get()) || cursors.size() > MAX_PAGES || items.size() > most) {
                if (all) {
                    throw endless(member);
                }
                return List.copyOf(items.subList(0, Math.min(most, items.size())));
            }
        } while (cursor.isPresent());
        return items;
    }

    private Refusal endless(String what) {
        return new Refusal(
                Code.RESULT_INVALID,
                session.name() + " lists " + what + " without end",
                "report it to the plugin's author");
    }

    private JsonObject page(String method, JsonObject params) {
        var reply = session.send(new Ask(method, session.withMeta(params, Map.of())))
                .await(deadline);
        return switch (reply) {
            case Reply.Result(var value) when value instanceof JsonObject object -> object;
            case Reply.Result result ->
                throw new Refusal(
                        Code.RESULT_INVALID,
                        session.name() + " answered " + method + " with something that is no object",
                        "report it to the plugin's author");
            case Reply.Fault fault
            when fault.code() == Reply.Fault.METHOD_NOT_FOUND && !method.equals("tools/list") ->
                JsonValue.EMPTY_JSON_OBJECT;
            case Reply.Fault fault -> throw ToolResults.failed(session.name(), fault);
        };
    }

    private Duration lives(JsonObject page) {
        if (!(page.get("ttlMs") instanceof JsonNumber ttl)) {
            return lives;
        }
        var said = Duration.ofMillis(Math.max(0, Math.min(ttl.longValue(), lives.toMillis())));
        return said.compareTo(LIVES_AT_LEAST) < 0 ? LIVES_AT_LEAST : said;
    }
}
