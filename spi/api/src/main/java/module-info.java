/** What a plugin author compiles against: {@code java.base} and nothing else. */
module dev.polar.spi {
    requires static org.jspecify;

    exports dev.polar.spi;
    exports dev.polar.spi.audit;
    exports dev.polar.spi.channel;
    exports dev.polar.spi.policy;
}
