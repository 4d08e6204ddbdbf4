package dev.polar.host.approval;

import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import dev.polar.host.store.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who said yes: operators whose consent is in the ledger, and people in chats under whose word is this host's seal. */
public final class ProvenVoices implements Voices {
    private static final String[] WORDS = {Deciding.APPROVE, Deciding.DENY, TakingBack.ACTION};

    private final Ledger ledger;
    private final Database database;
    private final Seals seals;
    private final InstantSource clock;

    public ProvenVoices(Ledger ledger, Database database, Seals seals, InstantSource clock) {
        this.ledger = ledger;
        this.database = database;
        this.seals = seals;
        this.clock = clock;
    }

    @Override
    public Set<String> yes(ApprovalRow row) {
        var now = clock.instant();
        var people = database.read(transaction -> VoiceTable.of(transaction, row.id())).stream()
                .filter(voice -> voice.yes() && seals.isUnder(row, voice) && now.isBefore(voice.until()))
                .map(Voice::approver)
                .collect(Collectors.toUnmodifiableSet());
        var known = operators(ledger.known(WORDS), row, now);
        var operators = known.size() + people.size() >= row.quorum()
                ? known
                // another node may have taken it just now
                : operators(ledger.read(WORDS), row, now);
        return Stream.concat(people.stream(), operators.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** A no, or taking it back, ends it for good, whatever a row says. */
    private static Set<String> operators(List<Consented> consents, ApprovalRow row, Instant now) {
        var about = consents.stream()
                .filter(consent -> consent.object().equals(About.object(row.id())))
                .toList();
        if (!about.stream().allMatch(consent -> consent.action().equals(Deciding.APPROVE))) {
            return Set.of();
        }
        return about.stream()
                .filter(consent -> consent.body().getString("digest").equals(row.digest())
                        && now.isBefore(Instant.parse(consent.body().getString("until"))))
                .flatMap(consent -> consent.operators().stream())
                .map(operator -> "operator:" + operator)
                .collect(Collectors.toUnmodifiableSet());
    }
}
