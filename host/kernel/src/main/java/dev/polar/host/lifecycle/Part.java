package dev.polar.host.lifecycle;

/** What a running generation of a plugin does. */
enum Part {
    /** Answers whoever calls the plugin. */
    SERVING,
    /** Answers a part of the sessions, on trial. */
    CANARY,
    /** Has given way: finishes the calls that are inside. */
    DRAINING
}
