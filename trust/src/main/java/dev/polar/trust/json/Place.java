package dev.polar.trust.json;

/**
 * A place in a text.
 *
 * @param line from 1
 * @param column in characters (code points), from 1
 */
public record Place(int line, int column) {

    /**
     * Where in a document a value begins.
     *
     * @param json bytes that {@link StrictJson} read
     * @param pointer the value (RFC 6901); if there is none, the innermost one that there is on the way to it
     */
    public static Place ofValue(byte[] json, String pointer) {
        return new PlaceFinder(json).value(pointer);
    }

    /** As {@link #ofValue}, of the key of an object's member; an element of an array has none, and begins where its value does. */
    public static Place ofKey(byte[] json, String pointer) {
        return new PlaceFinder(json).key(pointer);
    }

    /** {@code line 3, column 7}. */
    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
