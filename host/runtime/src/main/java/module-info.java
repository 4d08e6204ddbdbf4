/** How verified code becomes a running generation. */
module dev.polar.runtime {
    requires transitive dev.polar.spi;
    requires transitive dev.polar.trust;
    requires transitive jakarta.json;
    requires jakarta.json.bind;
    requires java.net.http;
    requires org.apache.felix.framework;
    requires org.eclipse.yasson;
    requires pf4j;
    requires static org.jspecify;

    exports dev.polar.runtime;
    exports dev.polar.runtime.child;
    exports dev.polar.runtime.java to
            dev.polar.worker;
    exports dev.polar.runtime.mcp;
    exports dev.polar.runtime.osgi;
    exports dev.polar.runtime.pf4j;
    exports dev.polar.runtime.rpc;
    exports dev.polar.runtime.seccomp;
    exports dev.polar.runtime.skill;
    exports dev.polar.runtime.worker;

    uses org.osgi.framework.connect.ConnectFrameworkFactory;
}
