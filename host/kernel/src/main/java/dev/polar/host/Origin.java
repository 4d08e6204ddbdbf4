package dev.polar.host;

import java.nio.file.Path;

/** Where a setting's value came from; the earlier of these wins. */
public sealed interface Origin {
    /** The command line. */
    record Flag(String name) implements Origin {
        @Override
        public String toString() {
            return "flag " + name;
        }
    }

    /** An environment variable. */
    record Environment(String variable) implements Origin {
        @Override
        public String toString() {
            return "environment " + variable;
        }
    }

    /** The settings file; lines count from 1. */
    record File(Path path, int line) implements Origin {
        @Override
        public String toString() {
            return path + " line " + line;
        }
    }

    /** Nobody said anything. */
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }
}
