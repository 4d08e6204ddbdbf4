/** The host. */
module dev.polar.kernel {
    requires dev.polar.runtime;
    requires dev.polar.adminapi;
    requires static org.jspecify;
}
