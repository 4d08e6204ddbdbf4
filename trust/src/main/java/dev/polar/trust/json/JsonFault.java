package dev.polar.trust.json;

/**
 * Bytes or values that are not the JSON asked for. Whoever reads JSON on someone's behalf catches this and refuses with
 * a code of its own: the same fault is {@code MANIFEST_INVALID} in one place and {@code ARGUMENTS_INVALID} in another.
 */
public final class JsonFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    /** A fault at a place in a text; line and column count from 1, the column in characters. */
    JsonFault(String message, int line, int column) {
        super(message, null, false, false);
        this.line = line;
        this.column = column;
    }

    /** A fault in a value that has no text, so no line and no column. */
    JsonFault(String message) {
        this(message, 0, 0);
    }

    /** The line, from 1, or 0 where the fault lies in a value and not in a text. */
    public int line() {
        return line;
    }

    /** The column in characters (code points), from 1, or 0 where there is no line. */
    public int column() {
        return column;
    }

    /** The message with its place: {@code line 3, column 7: duplicate key "name"}. */
    @Override
    public String toString() {
        return line == 0 ? getMessage() : "line " + line + ", column " + column + ": " + getMessage();
    }
}
