/** The host. */
module dev.polar.kernel {
    requires dev.polar.runtime;
    requires dev.polar.adminapi;
    requires jakarta.json;
    requires jakarta.json.bind;
    requires java.sql;
    requires com.zaxxer.hikari;
    requires org.jdbi.v3.core;
    requires org.jdbi.v3.postgres;
    requires org.postgresql.jdbc;
    requires embedded.postgres;
    requires org.snakeyaml.engine;
    requires static org.jspecify;
}
