package dev.polar.host.lifecycle;

/** Is told of each step; there for the test that ends the process at every one. */
@FunctionalInterface
public interface Steps {
    /** Nobody is told. */
    Steps UNOBSERVED = (transition, step) -> {};

    void reached(Transition transition, Step step);
}
