package dev.polar.host.egress;

import java.io.IOException;

/** What a child sent breaks the rules of its protocol; the message says which. */
final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    Malformed(String what) {
        super(what);
    }
}
