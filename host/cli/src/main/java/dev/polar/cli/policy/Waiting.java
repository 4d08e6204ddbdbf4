package dev.polar.cli.policy;

/** What an id that {@code polar approvals} lists stands for. */
enum Waiting {
    CALL,
    RELEASE,
    OFFER;

    /** By what the host begins such ids with; whatever else somebody types may be a call's. */
    static Waiting named(String id) {
        return id.startsWith("pin-") ? OFFER : id.startsWith("upd-") ? RELEASE : CALL;
    }
}
