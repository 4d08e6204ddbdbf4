package dev.polar.host.endpoint;

import dev.polar.host.gate.Outcome;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Resources as agents see them: files of skills, and what servers have at the moment. */
final class McpResources {
    private static final JsonProvider JSON = StrictJson.provider();
    private static final int MOST_REMEMBERED = 10_000;

    private final McpSkills skills;
    private final Served served;

    /** Addresses an agent may have seen: what is gone since is refused by the gate, with its reason and a record. */
    private final Map<String, Target> shown = new ConcurrentHashMap<>();

    McpResources(McpSkills skills, Served served) {
        this.skills = skills;
        this.served = served;
    }

    JsonObjectBuilder list(Served.Asker asker) {
        var list = JSON.createArrayBuilder();
        skills.resources(asker.snapshot(), asker.profile()).forEach(list::add);
        var addresses = served.addresses(asker);
        if (addresses.any() && (asker.request().isOwn() || served.shows(asker.request()))) {
            for (var server : addresses.servers()) {
                for (var resource : server.listed()) {
                    var uri = addresses.shown(server.target(), resource.getString("uri"));
                    remember(uri, server.target());
                    list.add(Untrusted.mark(JSON.createObjectBuilder(resource).add("uri", uri)));
                }
            }
        }
        return JSON.createObjectBuilder().add("resources", list);
    }

    private void remember(String uri, Target server) {
        if (shown.size() < MOST_REMEMBERED) {
            shown.put(uri, server);
        }
    }

    JsonObjectBuilder templates(Served.Asker asker) {
        var list = JSON.createArrayBuilder();
        var addresses = served.addresses(asker);
        for (var server : addresses.servers()) {
            for (var template : server.templates()) {
                var text = addresses.shown(server.target(), template.template());
                list.add(Served.shown(template.definition(), "uriTemplate", text));
            }
        }
        return JSON.createObjectBuilder().add("resourceTemplates", list);
    }

    JsonObjectBuilder read(Served.Asker asker) {
        var uri = asker.request().text("uri");
        var found = place(asker, uri);
        var contents = JSON.createArrayBuilder();
        for (var block : answer(asker, found, uri).content()) {
            contents.add(contents(block.asJsonObject().getJsonObject("resource"), found.uri(), uri));
        }
        return Untrusted.mark(JSON.createObjectBuilder().add("contents", contents));
    }

    /** @throws McpFault if there is nothing that this client could mean, or more than one thing */
    Addresses.Place place(Served.Asker asker, String uri) {
        return served.addresses(asker)
                .find(uri)
                .or(() -> remembered(asker, uri))
                .orElseThrow(() -> McpFault.notFound(asker.request().revision(), uri));
    }

    private Answer answer(Served.Asker asker, Addresses.Place place, String uri) {
        var arguments = JSON.createObjectBuilder().add("uri", place.uri()).build();
        return switch (served.outcome(asker, place.target(), arguments)) {
            case Outcome.Answered answered -> answered.answer();
            case Outcome.Refused refused -> throw fault(asker, uri, refused);
        };
    }

    /** What refuses something that is to be done at an address. */
    static McpFault fault(Served.Asker asker, String uri, Outcome.Refused refused) {
        return refused.why().code() == Code.NOT_FOUND
                ? McpFault.notFound(asker.request().revision(), uri)
                : Served.fault(refused);
    }

    /** What was read is where it was asked for; the rest is where its server says. */
    private static JsonObjectBuilder contents(JsonObject resource, String read, String asked) {
        var contents = JSON.createObjectBuilder(resource);
        return resource.getString("uri").equals(read) ? contents.add("uri", asked) : contents;
    }

    /** What is no more: withheld since its template changed, or somewhere else than it was. */
    private Optional<Addresses.Place> remembered(Served.Asker asker, String uri) {
        return asker.snapshot().withheld().keySet().stream()
                .filter(target -> target.name().startsWith(Target.TEMPLATE)
                        && UriTemplate.of(target.name().substring(Target.TEMPLATE.length()))
                                .matches(uri))
                .min(Comparator.comparing(Target::toString))
                .or(() -> Optional.ofNullable(shown.get(uri)))
                .map(target -> new Addresses.Place(target, uri));
    }
}
