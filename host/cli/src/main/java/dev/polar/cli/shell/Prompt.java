package dev.polar.cli.shell;

/** A person at a terminal. */
public interface Prompt {
    /** What they answer, or nothing when they leave. */
    String line(String question);

    /** What they type unseen. */
    char[] secret(String question);
}
