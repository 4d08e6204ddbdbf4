/** The host. */
module dev.polar.kernel {
    requires dev.polar.runtime;
    requires dev.polar.adminapi;
    requires jakarta.json;
    requires jakarta.json.bind;
    requires java.net.http;
    requires java.sql;
    requires com.zaxxer.hikari;
    requires org.jdbi.v3.core;
    requires org.jdbi.v3.postgres;
    requires org.postgresql.jdbc;
    requires embedded.postgres;
    requires org.snakeyaml.engine;
    requires io.github.bucket4j.core;
    requires cel.standalone;
    requires re2j;
    requires io.github.resilience4j.circuitbreaker;
    requires jdk.net;
    requires org.eclipse.jetty.http;
    requires org.eclipse.jetty.io;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.unixdomain.server;
    requires org.eclipse.jetty.util;
    requires org.slf4j;
    requires static org.jspecify;

    opens dev.polar.host.approval to
            org.jdbi.v3.core;
    opens dev.polar.host.catalog to
            org.jdbi.v3.core;
}
