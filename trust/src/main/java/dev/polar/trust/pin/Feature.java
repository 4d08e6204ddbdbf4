package dev.polar.trust.pin;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server offers and Polar pins. Resources are none: they are data, read as they are at that moment. The members are
 * those of {@code ListToolsResult}, {@code ListPromptsResult} and {@code ListResourceTemplatesResult} of the specification
 * (schema 2025-11-25).
 */
public enum Feature {
    /** Rules and records name a prompt {@code prompt:NAME}, and so on: no tool may be called like that. */
    TOOL("tool", "tools", "name", Pattern.compile("(?!(prompt|resource|template|skill):)[!-~]{1,128}")),
    PROMPT("prompt", "prompts", "name", Pattern.compile("[!-~]{1,128}")),
    /** Known by its {@code uriTemplate}: that is what a read is held against, and two may have one name. */
    TEMPLATE("resource template", "resourceTemplates", "uriTemplate", Pattern.compile("[!-~]{1,1024}")),
    /**
     * Known by the path in its {@code uri}: {@code billing/refunds} of {@code skill://billing/refunds/SKILL.md}. What is
     * pinned is its entry ({@code ListSkillsResult} of SEP-2640), and with it the digest of every file.
     */
    SKILL("skill", "skills", "uri", Pattern.compile("[!-~]{1,128}"));

    private final String label;
    private final String member;
    private final String key;
    private final Pattern usable;

    Feature(String label, String member, String key, Pattern usable) {
        this.label = label;
        this.member = member;
        this.key = key;
        this.usable = usable;
    }

    /** The word before a name: {@code resource template}. */
    public String label() {
        return label;
    }

    /** The member of a list that holds these: {@code resourceTemplates}. */
    public String member() {
        return member;
    }

    /** The member that holds what a definition is known by. */
    public String key() {
        return key;
    }

    /** By what a definition is known among those of its kind. */
    public String name(JsonObject definition) {
        return known(definition.getString(key));
    }

    private String known(String text) {
        return this == SKILL ? SkillOffer.path(text).orElse(text) : text;
    }

    /** The same of something that may be no definition. */
    Optional<String> named(JsonValue listed) {
        return listed instanceof JsonObject object && object.get(key) instanceof JsonString name
                ? Optional.of(known(name.getString()))
                : Optional.empty();
    }

    boolean isUsable(String name) {
        return usable.matcher(name).matches();
    }

    /** Whether it has the members without which it is no definition. */
    boolean fits(JsonObject definition) {
        return switch (this) {
            case TOOL -> definition.get("inputSchema") instanceof JsonObject;
            case PROMPT -> !definition.containsKey("arguments") || definition.get("arguments") instanceof JsonArray;
            case TEMPLATE -> definition.get("name") instanceof JsonString;
            case SKILL -> definition.get("uri") instanceof JsonString;
        };
    }

    /** Those of that kind. */
    List<JsonObject> of(ServerOffer offer) {
        return switch (this) {
            case TOOL -> offer.tools();
            case PROMPT -> offer.prompts();
            case TEMPLATE -> offer.resourceTemplates();
            case SKILL -> offer.skills();
        };
    }
}
