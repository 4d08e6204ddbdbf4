package dev.polar.host.admin;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.Uploaded;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Consents;
import dev.polar.host.lifecycle.Uploads;
import dev.polar.trust.audit.Category;
import dev.polar.trust.key.Digest;

/** The way of every change: a package file is brought, a plan is asked for, its signed statement is carried out. */
record Changes(Uploads uploads, Consents consents, PlanNotes notes, Journal journal) {

    /** Keeps a package file for its plan; who brought it is on record before it is there. */
    Uploaded upload(byte[] file, Asker asker) {
        journal.append(Draft.of(Category.PLUGIN, "upload")
                .caller(asker.caller(), asker.auth())
                .allowed()
                .fact("digest", Digest.of(file).toString())
                .fact("bytes", file.length));
        return new Uploaded(uploads.put(file));
    }

    /** Of what is nothing for their role nobody is told a plan from afar. */
    Plan plan(Request request, Asker asker) {
        var plan = switch (asker) {
            case Asker.Local local -> consents.plan(request);
            case Asker.Remote remote -> consents.planAs(remote.role(), request);
        };
        return notes.annotated(plan, request);
    }

    /** The signature decides, and who comes with a token brings their own. */
    Done commit(Consent consent, Asker asker) {
        return switch (asker) {
            case Asker.Local local -> consents.commit(consent);
            case Asker.Remote remote -> consents.commitAs(remote.operator(), consent);
        };
    }
}
