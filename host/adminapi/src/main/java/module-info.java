/** The records of the operator API: the one contract of command line and host. */
module dev.polar.adminapi {
    requires transitive dev.polar.spi;
    requires static org.jspecify;

    exports dev.polar.adminapi;

    opens dev.polar.adminapi;
}
