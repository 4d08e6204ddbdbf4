package dev.polar.cli.up;

import dev.polar.adminapi.ClientRow;
import dev.polar.adminapi.PluginRow;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.RuleRow;
import dev.polar.adminapi.Status;
import dev.polar.adminapi.WebLink;
import dev.polar.cli.shell.Consenting;
import dev.polar.cli.shell.Host;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.use.ClientToken;
import dev.polar.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The first plugins, packed here and signed by this installation's operator like anyone's; rules that let the
 * chat reach the responder, and have whoever is at this machine asked before it writes notes; a client for agents. What is there already stays as it is, so a second run changes nothing.
 */
final class Demo {
    static final String CLIENT = "demo";

    private static final String TALKING = "demo-chat";
    private static final String WRITING = "demo-notes";

    private final Shell shell;
    private final Host host;
    private final FirstOperator operator;
    private final List<String> notStarted = new ArrayList<>();

    /**
     * What there is to show.
     *
     * @param links to the page, for a guest and for who is asked; none while it is off
     * @param token of the client, if it was made just now
     */
    record Made(Optional<Links> links, Optional<String> token, List<String> notStarted) {}

    /** Two people, because nobody approves what they asked for. */
    record Links(WebLink guest, WebLink own) {
        /** Under another name of this machine: browsers keep cookies by name, so both pages stay open beside each other. */
        String ownUrl() {
            return own.url().replaceFirst("^http://127\\.0\\.0\\.1:", "http://localhost:");
        }
    }

    Demo(Shell shell, Host host, FirstOperator operator) {
        this.shell = shell;
        this.host = host;
        this.operator = operator;
    }

    Made run(Status status) {
        var installed = host.list("/v1/plugins", PluginRow.class);
        for (var plugin : DemoPlugin.ALL) {
            bring(plugin, installed);
        }
        var links = links();
        allowChat();
        links.ifPresent(both -> askBeforeWriting(both.own().person()));
        return new Made(links, token(), notStarted);
    }

    private void bring(DemoPlugin plugin, List<PluginRow> installed) {
        var row = installed.stream()
                .filter(one -> one.name().equals(plugin.name()))
                .findFirst();
        try {
            var state = row.map(PluginRow::state).orElse("");
            if (row.isEmpty()) {
                consent("install", "", plugin.installation(plugin.upload(shell, host, operator)));
                state = "disabled";
            }
            var missing = plugin.missing(shell.settings());
            if (!state.equals("disabled")) {
                return;
            }
            if (missing.isPresent()) {
                notStarted.add("install " + missing.get() + ", then polar enable " + plugin.name());
                return;
            }
            consent(
                    "enable",
                    plugin.name(),
                    plugin.effect().map(e -> Map.of("effect", e)).orElse(Map.of()));
        } catch (Refusal refusal) {
            if (plugin.needs().isEmpty()) {
                throw refusal;
            }
            notStarted.add(plugin.name() + ": " + refusal.getMessage() + "; " + refusal.hint());
        }
    }

    private void allowChat() {
        rule(TALKING, Map.of("effect", "allow", "target", "polar.responder/respond", "caller", "channel:web:*"));
    }

    private void askBeforeWriting(String person) {
        rule(
                WRITING,
                Map.of(
                        "effect",
                        "ask",
                        "target",
                        "polar.memory/upsert",
                        "caller",
                        "channel:web:*",
                        "reason",
                        "guests write nothing unseen",
                        "approvers",
                        "channel:web:default:" + person + ",operator:*"));
    }

    private void rule(String id, Map<String, String> rule) {
        if (host.list("/v1/policy", RuleRow.class).stream()
                .noneMatch(one -> one.id().equals(id))) {
            var with = new TreeMap<>(rule);
            with.put("id", id);
            consent("policy.add", "policy", with);
        }
    }

    private Optional<String> token() {
        var clients = host.list("/v1/clients", ClientRow.class);
        if (clients.stream().anyMatch(client -> client.name().equals(CLIENT))) {
            return Optional.empty();
        }
        var token = ClientToken.fresh();
        consent("client.add", CLIENT, Map.of("hash", token.hash()));
        return Optional.of(token.text());
    }

    private Optional<Links> links() {
        try {
            return Optional.of(new Links(
                    host.post("/v1/weblinks/guest", new byte[0], WebLink.class),
                    host.post("/v1/weblinks", new byte[0], WebLink.class)));
        } catch (Refusal refusal) {
            notStarted.add("the page to talk in: " + refusal.getMessage() + "; " + refusal.hint());
            return Optional.empty();
        }
    }

    private void consent(String action, String object, Map<String, String> with) {
        shell.terminal()
                .tell(Consenting.signAndSend(host, new Request(action, object, with), operator.key())
                        .message());
    }
}
