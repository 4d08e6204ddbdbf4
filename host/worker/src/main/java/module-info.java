/** What runs inside a confined process. */
module dev.polar.worker {
    requires dev.polar.runtime;
    requires jakarta.json;
    requires static org.jspecify;
}
