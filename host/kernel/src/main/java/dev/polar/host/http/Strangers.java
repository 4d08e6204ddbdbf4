package dev.polar.host.http;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import org.eclipse.jetty.server.Request;

/** Puts on record who was refused at a front door before anybody knew who it is, as often as the journal writes that. */
public record Strangers(Journal journal) {
    public void turnedAway(Request request, Code why) {
        try {
            journal.refused(
                    Draft.of(Category.CLIENT, "authenticate").denied(why).personalFact("source", Source.of(request)));
        } catch (Refusal unavailable) {
            // It is refused either way.
        }
    }
}
