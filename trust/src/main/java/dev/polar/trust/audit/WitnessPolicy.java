package dev.polar.trust.audit;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which logs somebody knows and whose cosignatures make a checkpoint good for them: a text in the form of C2SP
 * tlog-policy.
 *
 * @param logs the keys a log may have; none where that is known otherwise
 * @param groups in the order of the text; a group names witnesses and groups before it
 * @param quorum the witness or group that has to have signed; empty for {@code quorum none}
 */
public record WitnessPolicy(List<Log> logs, List<Witness> witnesses, List<Group> groups, Optional<String> quorum) {
    /** How large a policy may be, in bytes. */
    public static final int MOST_BYTES = 65_536;

    /** A log that may be. */
    public record Log(NoteKey key, Optional<String> url) {}

    /**
     * A witness.
     *
     * @param name what this policy calls it
     * @param url where it is asked for cosignatures: {@code add-checkpoint} stands under it
     */
    public record Witness(String name, WitnessKey key, Optional<String> url) {}

    /** Has signed when at least so many of its members have. */
    public record Group(String name, int needed, List<String> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    public WitnessPolicy {
        logs = List.copyOf(logs);
        witnesses = List.copyOf(witnesses);
        groups = List.copyOf(groups);
    }

    /**
     * Reads a policy.
     *
     * @throws dev.polar.spi.Refusal {@code KEY_INVALID} naming the line that does not fit
     */
    public static WitnessPolicy parse(byte[] text) {
        return new PolicyText(text).read();
    }

    /** Whether one of its logs has that key under that name. */
    public boolean knows(NoteKey log) {
        return logs.stream().anyMatch(known -> known.key().equals(log));
    }

    /**
     * The names of the witnesses that signed the checkpoint.
     *
     * @throws IllegalArgumentException if a line says it is of one of them and does not hold
     */
    public Set<String> signers(Note checkpoint) {
        var signers = new LinkedHashSet<String>();
        for (var witness : witnesses) {
            for (var line : witness.key().claimedIn(checkpoint)) {
                if (!witness.key().made(line, checkpoint.text())) {
                    throw new IllegalArgumentException(
                            "the line of the witness " + witness.key().name() + " does not hold");
                }
                signers.add(witness.name());
            }
        }
        return signers;
    }

    /** Whether these witnesses are a quorum. */
    public boolean isMetBy(Set<String> signers) {
        var signed = new HashSet<>(signers);
        for (var group : groups) {
            if (group.members().stream().filter(signed::contains).count() >= group.needed()) {
                signed.add(group.name());
            }
        }
        return quorum.isEmpty() || signed.contains(quorum.get());
    }
}
