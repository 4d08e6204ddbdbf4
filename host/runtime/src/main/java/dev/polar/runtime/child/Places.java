package dev.polar.runtime.child;

/** Where a confined process finds its own places. */
record Places(String root, String data, String tmp) {
    String in(String text) {
        return text.replace(Cage.ROOT, root).replace(Cage.DATA, data).replace(Cage.TMP, tmp);
    }
}
