package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a server has beside tools, for operators who look at what agents are shown.
 *
 * @param id {@code plugin/prompt:NAME}, {@code plugin/resource:SERVER} or {@code plugin/template:TEMPLATE}
 * @param exposed the name or template that agents see; empty for all that a server has to be read
 * @param offered what policy is asked about
 */
public record Beside(String id, String exposed, String description, Offered.Tool offered) {
    /** Prompts first, and of each server what it lists and its templates. */
    public static List<Beside> of(Snapshot snapshot) {
        var all = new ArrayList<Beside>();
        var skills =
                Shelf.of(snapshot).skills().stream().map(Shelf.Placed::prompt).collect(Collectors.toSet());
        ExposedNames.ofPrompts(snapshot, ClientProfile.ALL, skills)
                .all()
                .forEach((name, prompt) -> all.add(new Beside(
                        prompt.target().toString(),
                        name,
                        prompt.offer().definition().getString("description", ""),
                        prompt)));
        var addresses = Addresses.of(snapshot, ClientProfile.ALL);
        for (var server : addresses.servers()) {
            all.add(new Beside(
                    server.target().toString(),
                    "",
                    "lists " + server.listed().size() + " at the moment",
                    server.offered()));
            for (var template : server.templates()) {
                all.add(new Beside(
                        server.target().plugin() + "/template:"
                                + template.template().text(),
                        addresses.shown(server.target(), template.template()),
                        template.definition().getString("description", ""),
                        server.offered()));
            }
        }
        return all;
    }
}
