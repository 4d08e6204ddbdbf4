package dev.polar.host.admin;

import dev.polar.adminapi.FreshnessRow;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.SecretRow;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Packages;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Terms;
import dev.polar.host.catalog.Trust;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.lifecycle.Uploads;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.container.Archive;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.packages.PackageFile;
import dev.polar.trust.permission.NetConnect;
import dev.polar.trust.permission.Permission;
import dev.polar.trust.permission.SecretAccess;
import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.skill.SkillFolder;
import dev.polar.trust.skill.Tokens;
import dev.polar.trust.text.CleanText;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What an operator wants to know beside what they sign: ages, what is not set yet, what this machine enforces. None of it
 * is part of the plan, which stays the same from one minute to the next. A note is {@code FACT: TEXT}.
 */
public final class PlanNotes {
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(4 << 20);

    private final Catalog catalog;
    private final TrustReader trust;
    private final Packages packages;
    private final Uploads uploads;
    private final Supplier<List<SecretRow>> secrets;
    private final Supplier<List<FreshnessRow>> lists;
    private final Holds holds;
    private final InstantSource clock;

    public PlanNotes(
            Catalog catalog,
            TrustReader trust,
            Packages packages,
            Uploads uploads,
            Supplier<List<SecretRow>> secrets,
            Supplier<List<FreshnessRow>> lists,
            Holds holds,
            InstantSource clock) {
        this.catalog = catalog;
        this.trust = trust;
        this.packages = packages;
        this.uploads = uploads;
        this.secrets = secrets;
        this.lists = lists;
        this.holds = holds;
        this.clock = clock;
    }

    /** The plan with its notes; one that lets no release in stays as it is. */
    public Plan annotated(Plan plan, Request request) {
        var body = StrictJson.object(Base64.getDecoder().decode(plan.statement()), LIMITS)
                .getJsonObject("body");
        if (!body.containsKey("signers") || !body.containsKey("placement") || !body.containsKey("effects")) {
            return plan;
        }
        var notes = new ArrayList<>(plan.notes());
        notes.addAll(notes(Terms.of(body), request));
        return new Plan(plan.digest(), plan.statement(), plan.plain(), notes);
    }

    private List<String> notes(Terms terms, Request request) {
        var known = trust.known();
        var notes = new ArrayList<String>();
        notes.add("signed by: " + since(terms, known));
        notes.add("revocations: " + lists(known));
        notes.add("runs: " + holds.note(terms.format(), terms.placement()) + remedy(terms));
        archive(terms, request, known).flatMap(PlanNotes::tokens).ifPresent(notes::add);
        takenBack(terms, known).ifPresent(notes::add);
        secrets(terms, notes);
        return notes.stream().map(CleanText::line).toList();
    }

    /** What to do where it could not start here. */
    private String remedy(Terms terms) {
        if (holds.enforcement(terms.format(), terms.placement()).isPresent()) {
            return "";
        }
        return ", so it cannot be enabled (ISOLATION_UNAVAILABLE) before: apt-get install bubblewrap, then 'polar doctor'"
                + (terms.facts(List.of()).mayRunIn(Placement.HOST)
                        ? "; or --in-host, if you trust its code with all of this machine"
                        : "");
    }

    private static String since(Terms terms, Trust known) {
        if (terms.level() == Level.CORE) {
            return "the key this host was built with";
        }
        return Optional.ofNullable(known.enrolments().active().get(terms.publisher()))
                .map(enrolled -> "in the trust store since "
                        + enrolled.since().atZone(ZoneOffset.UTC).toLocalDate())
                .orElse("an operator of this installation");
    }

    /** Our own list, which is as new as the last revocation, and other people's, which run out. */
    private String lists(Trust known) {
        var own = known.state().revocations().entries().stream()
                .map(Revocation::effectiveAt)
                .max(Comparator.naturalOrder())
                .map(at -> "changed " + Ages.since(at, clock.instant()) + " ago")
                .orElse("empty, kept here");
        var others = lists.get().stream()
                .filter(list -> !list.state().equals("removed"))
                .map(list -> "; " + list.list() + " " + list.version() + ", "
                        + (list.issuedAt().isEmpty()
                                ? list.state()
                                : list.state() + ", " + Ages.since(Instant.parse(list.issuedAt()), clock.instant())
                                        + " old"));
        return own + others.collect(Collectors.joining());
    }

    private Optional<Archive> archive(Terms terms, Request request, Trust known) {
        try {
            var upload = request.with().get("upload");
            if (upload != null) {
                return Optional.of(PackageFile.open(uploads.get(upload)).archive());
            }
            return catalog.find(terms.plugin(), Role.STAGED)
                    .filter(row -> row.content().equals(terms.content()))
                    .map(row -> packages.open(row, known.keyring()).verified().archive());
        } catch (Refusal gone) {
            return Optional.empty();
        }
    }

    private static Optional<String> tokens(Archive archive) {
        var skills = SkillFolder.all(archive);
        int count = skills.stream().mapToInt(skill -> skill.tokens().count()).sum();
        return skills.isEmpty() ? Optional.empty() : Optional.of("skills: " + new Tokens(count) + " when loaded");
    }

    /** The plugin may come in all the same: what is taken back of it stays out. */
    private Optional<String> takenBack(Terms terms, Trust known) {
        var tools = known.state().revocations().tools(terms.facts(Set.of()), clock.instant());
        return tools.isEmpty()
                ? Optional.empty()
                : Optional.of(new TreeMap<>(tools)
                        .entrySet().stream()
                                .map(tool ->
                                        tool.getKey() + " (" + tool.getValue().reason() + ")")
                                .collect(Collectors.joining(", ", "revoked tools: ", "")));
    }

    private void secrets(Terms terms, List<String> notes) {
        var set = secrets.get().stream()
                .filter(row -> row.plugin().equals(terms.plugin().name()))
                .map(SecretRow::name)
                .collect(Collectors.toSet());
        for (var permission : terms.grant().permissions()) {
            if (permission.access() instanceof SecretAccess secret) {
                if (secret.verb() != SecretAccess.Verb.USE) {
                    notes.add(permission + ": can read " + secret.name() + " and send it to " + hosts(terms));
                }
                if (!set.contains(secret.name())) {
                    notes.add(permission + ": not set: polar secret set " + secret.name() + " --plugin "
                            + terms.plugin());
                }
            }
        }
    }

    private static String hosts(Terms terms) {
        var hosts = terms.grant().permissions().stream()
                .map(Permission::access)
                .filter(NetConnect.class::isInstance)
                .map(access -> access.selector())
                .collect(Collectors.joining(", "));
        return hosts.isEmpty() ? "nobody: it may not connect" : hosts;
    }
}
