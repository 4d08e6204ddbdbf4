package dev.polar.trust.json;

/** Walks a document that was read once already; asked only when something in it turned out wrong. */
final class PlaceFinder {
    private final Cursor in;
    private int key;
    private int value;

    PlaceFinder(byte[] json) {
        in = new Cursor(json);
    }

    Place value(String pointer) {
        walk(pointer);
        return in.place(value);
    }

    Place key(String pointer) {
        walk(pointer);
        return in.place(key);
    }

    private void walk(String pointer) {
        in.skipWhiteSpace();
        here(in.at());
        if (pointer.isEmpty()) {
            return;
        }
        for (var step : pointer.substring(1).split("/", -1)) {
            if (!into(step.replace("~1", "/").replace("~0", "~"))) {
                return;
            }
        }
    }

    private void here(int keyAt) {
        key = keyAt;
        value = in.at();
    }

    private boolean into(String step) {
        return switch (in.peek()) {
            case '{' -> member(step);
            case '[' -> element(step);
            default -> false;
        };
    }

    private boolean member(String name) {
        while (inside('}')) {
            int at = in.at();
            boolean found = StringToken.read(in).equals(name);
            in.skipWhiteSpace();
            in.next();
            in.skipWhiteSpace();
            if (found) {
                here(at);
                return true;
            }
            skip();
        }
        return false;
    }

    private boolean element(String index) {
        for (int i = 0; inside(']'); i++) {
            if (Integer.toString(i).equals(index)) {
                here(in.at());
                return true;
            }
            skip();
        }
        return false;
    }

    /** Steps over the opening bracket or a comma to what follows; false at the closing one. */
    private boolean inside(char close) {
        in.skipWhiteSpace();
        if (in.peek() != close) {
            in.next();
            in.skipWhiteSpace();
        }
        return in.peek() != close && !in.atEnd();
    }

    private void skip() {
        for (int depth = 0; !in.atEnd(); ) {
            switch (in.peek()) {
                case '"' -> StringToken.read(in);
                case '{', '[' -> {
                    depth++;
                    in.next();
                }
                case '}', ']' -> {
                    if (depth == 0) {
                        return;
                    }
                    depth--;
                    in.next();
                }
                case ',' -> {
                    if (depth == 0) {
                        return;
                    }
                    in.next();
                }
                default -> in.next();
            }
        }
    }
}
