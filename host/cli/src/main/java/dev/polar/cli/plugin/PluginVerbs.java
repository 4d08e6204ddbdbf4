package dev.polar.cli.plugin;

import dev.polar.cli.shell.Verb;
import java.util.List;

/** What is done with plugins. */
public final class PluginVerbs {
    public static final List<Verb> ALL = List.of(
            Verb.of("install", Install::new),
            Verb.of("import", Import::new),
            Verb.of("list", ListPlugins::new).or("ls"),
            Verb.of("inspect", Inspect::new).or("info"),
            Verb.of("enable", Enable::new),
            Verb.of("disable", Disable::new),
            Verb.of("update", Update::new),
            Verb.of("rollback", Rollback::new),
            Verb.of("renew", Renew::new),
            Verb.of("uninstall", Uninstall::new).or("rm"),
            Verb.of("lock", LockPlugins::new),
            Verb.of("sync", Sync::new));

    private PluginVerbs() {}
}
