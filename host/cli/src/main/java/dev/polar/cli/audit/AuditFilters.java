package dev.polar.cli.audit;

import dev.polar.cli.shell.Host;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What narrows which records are read; all that are given hold together. */
final class AuditFilters {
    @Option(names = "--plugin", paramLabel = "PLUGIN", description = "About this plugin.")
    @Nullable
    String plugin;

    @Option(names = "--tool", paramLabel = "PLUGIN/TOOL", description = "Of this tool.")
    @Nullable
    String tool;

    @Option(
            names = "--caller",
            paramLabel = "CALLER",
            description = "By this caller, such as claude, or as CALLER shows it.")
    @Nullable
    String caller;

    @Option(names = "--decision", paramLabel = "DECISION", description = "allow, ask or deny.")
    @Nullable
    String decision;

    @Option(names = "--code", paramLabel = "CODE", description = "With this code of a refusal, such as POLICY_DENIED.")
    @Nullable
    String code;

    @Option(
            names = "--category",
            paramLabel = "CATEGORY",
            description = "call, broker, plugin, trust, policy, approval, secret, channel, client, host or audit.")
    @Nullable
    String category;

    @Option(names = "--action", paramLabel = "ACTION", description = "Of this action, such as install.")
    @Nullable
    String action;

    @Option(names = "--stage", paramLabel = "STAGE", description = "intent, outcome or event.")
    @Nullable
    String stage;

    @Option(names = "--session", paramLabel = "SESSION", description = "Of this session.")
    @Nullable
    String session;

    @Option(names = "--trace", paramLabel = "TRACE", description = "Of this trace: its id, or a traceparent.")
    @Nullable
    String trace;

    @Option(names = "--intent", paramLabel = "INTENT", description = "Of this intent.")
    @Nullable
    String intent;

    @Option(
            names = "--approval",
            paramLabel = "ID",
            description = "About this approval: who asked, who decided, and what ran, of which content.")
    @Nullable
    String approval;

    @Option(names = "--node", paramLabel = "NODE", description = "Of this node; otherwise of all.")
    @Nullable
    String node;

    /** As members of a query, in that order. */
    List<String> query() {
        var query = new ArrayList<String>();
        add(query, "plugin", plugin);
        add(query, "tool", tool);
        add(query, "caller", caller);
        add(query, "decision", decision);
        add(query, "code", code);
        add(query, "category", category);
        add(query, "action", action);
        add(query, "stage", stage);
        add(query, "session", session);
        add(query, "trace", trace);
        add(query, "intent", intent);
        add(query, "approval", approval);
        add(query, "node", node);
        return query;
    }

    static void add(List<String> query, String name, @Nullable String value) {
        if (value != null) {
            query.add(name + "=" + Host.segment(value));
        }
    }
}
