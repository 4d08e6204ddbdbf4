/** The command line. */
module dev.polar.cli {
    requires dev.polar.trust;
    requires dev.polar.adminapi;
    requires info.picocli;
    requires jakarta.json;
    requires java.compiler;
    requires jdk.httpserver;
    requires static org.jspecify;

    // picocli sets the fields of commands.
    opens dev.polar.cli to
            info.picocli;
    opens dev.polar.cli.audit to
            info.picocli;
    opens dev.polar.cli.author to
            info.picocli;
    opens dev.polar.cli.bridge to
            info.picocli;
    opens dev.polar.cli.operator to
            info.picocli;
    opens dev.polar.cli.plugin to
            info.picocli;
    opens dev.polar.cli.policy to
            info.picocli;
    opens dev.polar.cli.shell to
            info.picocli;
    opens dev.polar.cli.trust to
            info.picocli;
    opens dev.polar.cli.up to
            info.picocli;
    opens dev.polar.cli.use to
            info.picocli;
    opens dev.polar.cli.witness to
            info.picocli;
}
