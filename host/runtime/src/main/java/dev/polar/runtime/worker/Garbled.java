package dev.polar.runtime.worker;

/** A message of the other side's that its code, if it were Polar's, would not have written. */
public final class Garbled extends RuntimeException {
    private static final long serialVersionUID = 1;

    Garbled(String what) {
        super(what, null, false, false);
    }
}
