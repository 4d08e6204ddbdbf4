package dev.polar.trust.json;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The strict reader of RFC 8259 for everything signed or foreign: UTF-8 strictly decoded, no byte order mark, no
 * duplicate keys, no lone surrogates, nothing but white space after the value, bounded size and depth. A number has at
 * most 1,000 characters and an exponent within 1,000 either way, so that no arithmetic on a value read here can be made
 * expensive. A literal {@code -0} is read as {@code 0.0}: integer rules that look at the text do not match it.
 */
public final class StrictJson {
    // Loaded past the context class loader: this class may be touched first while a plugin's loader is the context.
    private static final JsonProvider PROVIDER = ServiceLoader.load(
                    JsonProvider.class, StrictJson.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no JSON-P provider beside dev.polar.trust"));

    private static final JsonBuilderFactory BUILDERS = PROVIDER.createBuilderFactory(Map.of());

    private StrictJson() {}

    /**
     * How much is read.
     *
     * @param maxBytes the largest document, in bytes, inclusive
     * @param maxDepth how deep arrays and objects may nest, inclusive; {@code [[1]]} has depth 2
     */
    public record Limits(int maxBytes, int maxDepth) {
        public Limits {
            if (maxBytes < 1 || maxDepth < 1 || maxDepth > 1_000) {
                throw new IllegalArgumentException("limits out of bounds: " + maxBytes + " bytes, depth " + maxDepth);
            }
        }

        /** The depth of the package format, section 3, and so many bytes. */
        public static Limits bytes(int maxBytes) {
            return new Limits(maxBytes, 32);
        }
    }

    /**
     * Reads one value.
     *
     * @throws JsonFault if the bytes are anything else, with its place
     */
    public static JsonValue parse(byte[] bytes, Limits limits) {
        if (bytes.length > limits.maxBytes()) {
            throw new JsonFault(bytes.length + " bytes are more than the allowed " + limits.maxBytes(), 1, 1);
        }
        return new DocumentReader(bytes, limits.maxDepth(), PROVIDER, BUILDERS).document();
    }

    /**
     * Reads one object.
     *
     * @throws JsonFault if the bytes are anything else, with its place
     */
    public static JsonObject object(byte[] bytes, Limits limits) {
        var value = parse(bytes, limits);
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new JsonFault("expected an object, found " + IJson.kind(value), 1, 1);
    }

    /**
     * Checks that a value is I-JSON (RFC 7493): strings hold neither lone surrogates nor noncharacters, and each number
     * keeps its value through binary64 and its shortest decimal form, so that the canonical text says the same number.
     *
     * @return the same value
     * @throws JsonFault naming the JSON Pointer of what is not
     */
    public static JsonValue requireIJson(JsonValue value) {
        IJson.require(value, "");
        return value;
    }

    /** The JSON-P provider to build and write values with; {@code Json.*} looks it up anew at each use. */
    public static JsonProvider provider() {
        return PROVIDER;
    }
}
