package dev.polar.host.architecture;

/** A second reader of the environment. */
public final class GuiltyOfReadingTheEnvironment {
    String home() {
        return System.getenv("HOME");
    }
}
