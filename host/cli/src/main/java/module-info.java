/** The command line. */
module dev.polar.cli {
    requires dev.polar.trust;
    requires dev.polar.adminapi;
    requires static org.jspecify;
}
