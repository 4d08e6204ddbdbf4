/** How verified code becomes a running generation. */
module dev.polar.runtime {
    requires transitive dev.polar.spi;
    requires transitive dev.polar.trust;
    requires static org.jspecify;
}
