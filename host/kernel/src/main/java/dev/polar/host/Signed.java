package dev.polar.host;

import dev.polar.host.backup.TrustMemory;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.OperatorTokens;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.Signatures;
import dev.polar.host.floor.Floors;
import dev.polar.host.revocation.RevocationList;
import dev.polar.host.revocation.TrustedTime;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What operators signed, and what trust makes of it.
 *
 * @param time whatever trust compares times with; everything else keeps the system's clock
 * @param memory what holds the host up if trust has come less far than before
 */
record Signed(
        Operators operators,
        Ledger ledger,
        TrustedTime time,
        RevocationList revocations,
        TrustReader trust,
        TrustMemory memory,
        OperatorTokens tokens) {

    static Signed read(Settings settings, Remembered remembered, Machine machine, InstantSource clock) {
        var dataDir = remembered.dataDir();
        var operators = Operators.in(dataDir);
        var name = Installation.in(dataDir, settings.development());
        var ledger = new Ledger(remembered.database(), new Signatures(name.text(), operators));
        var time = new TrustedTime(clock);
        var floors = Floors.in(dataDir);
        floors.latest().ifPresent(time::known);
        remembered.journal().lastWritten().ifPresent(time::known);
        var revocations = RevocationList.in(
                dataDir,
                ledger,
                remembered.database(),
                time,
                settings.trustGrace().value());
        var trust = new TrustReader(
                ledger, revocations, operators, releaseKey(settings), machine::unconfined, name.development());
        var memory = new TrustMemory(floors, ledger, trust, revocations, remembered.journal());
        return new Signed(
                operators, ledger, time, revocations, trust, memory, new OperatorTokens(ledger, operators, time));
    }

    private static Optional<PublicKey> releaseKey(Settings settings) {
        return settings.releaseKey().value().map(file -> {
            try {
                return PublicKey.ofPem(Files.readString(file));
            } catch (IOException e) {
                throw new Refusal(Code.SETTING_INVALID, "cannot read the release key " + file, "POLAR_RELEASE_KEY");
            }
        });
    }
}
