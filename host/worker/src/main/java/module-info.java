/** What runs inside a confined process. */
module dev.polar.worker {
    requires dev.polar.runtime;
    requires static org.jspecify;
}
