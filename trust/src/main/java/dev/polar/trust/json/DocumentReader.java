package dev.polar.trust.json;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.HashSet;

/** The grammar of RFC 8259 by recursive descent over bytes; the cursor knows the place, the tokens their own rules. */
final class DocumentReader {
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final Cursor in;
    private final int maxDepth;
    private final JsonProvider provider;
    private final JsonBuilderFactory build;

    DocumentReader(byte[] bytes, int maxDepth, JsonProvider provider, JsonBuilderFactory build) {
        this.in = new Cursor(bytes);
        this.maxDepth = maxDepth;
        this.provider = provider;
        this.build = build;
    }

    JsonValue document() {
        in.skipWhiteSpace();
        var value = value(1);
        in.skipWhiteSpace();
        if (!in.atEnd()) {
            throw in.fault("something follows the value");
        }
        return value;
    }

    private JsonValue value(int depth) {
        return switch (in.peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> provider.createValue(StringToken.read(in));
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> NumberToken.read(in, provider);
            case 't' -> literal(TRUE, JsonValue.TRUE);
            case 'f' -> literal(FALSE, JsonValue.FALSE);
            case 'n' -> literal(NULL, JsonValue.NULL);
            default -> throw in.unexpected("a value");
        };
    }

    private JsonValue object(int depth) {
        enter(depth);
        if (in.peek() == '}') {
            in.next();
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        var members = build.createObjectBuilder();
        var keys = new HashSet<String>();
        while (true) {
            if (in.peek() != '"') {
                throw in.unexpected("a key in double quotes");
            }
            int at = in.at();
            var key = StringToken.read(in);
            if (!keys.add(key)) {
                throw in.fault("duplicate key \"" + IJson.printable(key) + "\"", at);
            }
            in.skipWhiteSpace();
            in.expect(':', "':' after the key");
            in.skipWhiteSpace();
            members.add(key, value(depth + 1));
            if (!more('}', "',' or '}'")) {
                return members.build();
            }
        }
    }

    private JsonValue array(int depth) {
        enter(depth);
        if (in.peek() == ']') {
            in.next();
            return JsonValue.EMPTY_JSON_ARRAY;
        }
        var elements = build.createArrayBuilder();
        while (true) {
            elements.add(value(depth + 1));
            if (!more(']', "',' or ']'")) {
                return elements.build();
            }
        }
    }

    /** Steps over the opening bracket. */
    private void enter(int depth) {
        if (depth > maxDepth) {
            throw in.fault("nested deeper than " + maxDepth);
        }
        in.next();
        in.skipWhiteSpace();
    }

    /** Steps over a comma, or over the closing bracket. */
    private boolean more(char close, String expected) {
        in.skipWhiteSpace();
        if (in.peek() == close) {
            in.next();
            return false;
        }
        in.expect(',', expected);
        in.skipWhiteSpace();
        return true;
    }

    private JsonValue literal(byte[] word, JsonValue value) {
        for (byte letter : word) {
            in.expect((char) letter, "true, false or null");
        }
        return value;
    }
}
