/** How verified code becomes a running generation. */
module dev.polar.runtime {
    requires transitive dev.polar.spi;
    requires transitive dev.polar.trust;
    requires transitive jakarta.json;
    requires static org.jspecify;

    exports dev.polar.runtime;
    exports dev.polar.runtime.child;
    exports dev.polar.runtime.rpc;
}
