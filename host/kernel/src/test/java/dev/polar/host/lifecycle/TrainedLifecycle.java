package dev.polar.host.lifecycle;

/** What {@link KilledLifecycle} does, to the end of it. */
final class TrainedLifecycle {
    private TrainedLifecycle() {}

    /** Arguments: data directory, database. */
    public static void main(String[] arguments) {
        try {
            // a step that no sync has
            KilledLifecycle.main(new String[] {arguments[0], arguments[1], "SYNC", Step.CANCELLED.name()});
        } catch (IllegalStateException done) {
            System.out.println(done.getMessage());
        }
        System.exit(0);
    }
}
