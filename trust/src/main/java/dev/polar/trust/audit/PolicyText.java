package dev.polar.trust.audit;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.PublicKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a {@link WitnessPolicy}, line by line. One character is one byte: only keys are more than bytes. */
final class PolicyText {
    private static final String NONE = "none";

    private final byte[] text;
    private final List<WitnessPolicy.Log> logs = new ArrayList<>();
    private final List<WitnessPolicy.Witness> witnesses = new ArrayList<>();
    private final List<WitnessPolicy.Group> groups = new ArrayList<>();
    private final Set<PublicKey> keysOfLogs = new HashSet<>();
    private final Set<PublicKey> keysOfWitnesses = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> members = new HashSet<>();
    private Optional<String> quorum = Optional.empty();

    PolicyText(byte[] text) {
        this.text = text;
    }

    WitnessPolicy read() {
        if (text.length > WitnessPolicy.MOST_BYTES) {
            throw refusal("it is larger than " + WitnessPolicy.MOST_BYTES + " bytes");
        }
        int number = 0;
        for (var line : new String(text, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            number++;
            try {
                line(line);
            } catch (IllegalArgumentException e) {
                throw refusal("line " + number + ": " + e.getMessage());
            }
        }
        var asked = quorum.orElseThrow(() -> refusal("it has no line 'quorum'"));
        return new WitnessPolicy(logs, witnesses, groups, Optional.of(asked).filter(name -> !name.equals(NONE)));
    }

    private void line(String line) {
        if (line.chars().anyMatch(c -> c < 0x20 && c != '\t' || c == 0x7F)) {
            throw new IllegalArgumentException("a control character");
        }
        var items =
                Stream.of(line.split("[ \t]+")).filter(item -> !item.isEmpty()).toList();
        if (items.isEmpty() || items.getFirst().startsWith("#")) {
            return;
        }
        switch (items.getFirst()) {
            case "log" -> log(items);
            case "witness" -> witness(items);
            case "group" -> group(items);
            case "quorum" -> quorum(items);
            default -> throw new IllegalArgumentException("it begins with none of log, witness, group, quorum");
        }
    }

    private void log(List<String> items) {
        require(items.size() == 2 || items.size() == 3, "log VKEY [URL]");
        var key = key(items.get(1), VerifierKey.NOTE);
        require(keysOfLogs.add(key.key()), "that public key stands on another line already");
        logs.add(new WitnessPolicy.Log(new NoteKey(key.name(), key.key()), url(items, 2)));
    }

    private void witness(List<String> items) {
        require(items.size() == 3 || items.size() == 4, "witness NAME VKEY [URL]");
        var key = key(items.get(2), VerifierKey.COSIGNATURE);
        require(keysOfWitnesses.add(key.key()), "that public key stands on another line already");
        var name = named(items.get(1));
        witnesses.add(new WitnessPolicy.Witness(name, new WitnessKey(key.name(), key.key()), url(items, 3)));
    }

    private void group(List<String> items) {
        require(items.size() >= 4, "group NAME K|all|any MEMBER...");
        var in = items.subList(3, items.size());
        for (var member : in) {
            require(names.contains(member), "no line before it names a witness or group '" + shown(member) + "'");
            require(members.add(member), "'" + shown(member) + "' is a member already");
        }
        var name = named(items.get(1));
        groups.add(new WitnessPolicy.Group(name, needed(items.get(2), in.size()), in));
    }

    private void quorum(List<String> items) {
        require(items.size() == 2, "quorum NAME|none");
        require(quorum.isEmpty(), "a second quorum");
        var name = items.get(1);
        require(name.equals(NONE) || names.contains(name), "no line before it names '" + shown(name) + "'");
        quorum = Optional.of(name);
    }

    private static int needed(String word, int members) {
        return switch (word) {
            case "all" -> members;
            case "any" -> 1;
            default -> {
                require(word.matches("[1-9][0-9]{0,8}"), "'" + shown(word) + "' is not a number, all or any");
                int needed = Integer.parseInt(word);
                require(needed <= members, "a group of " + members + " cannot sign " + needed + " times");
                yield needed;
            }
        };
    }

    private String named(String name) {
        require(!name.equals(NONE), "nothing can be named 'none'");
        require(names.add(name), "'" + shown(name) + "' is named already");
        return name;
    }

    private static VerifierKey key(String item, byte type) {
        return VerifierKey.parse(utf8(item), type)
                .orElseThrow(() -> new IllegalArgumentException("no Ed25519 key of "
                        + (type == VerifierKey.NOTE ? "a log (type 1)" : "a witness (type 4)") + ": '" + shown(item)
                        + "'"));
    }

    private static Optional<String> url(List<String> items, int at) {
        return items.size() > at ? Optional.of(shown(items.get(at))) : Optional.empty();
    }

    /** The text of those bytes; nothing at all if they are no UTF-8, so that it is no key. */
    private static String utf8(String bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    private static String shown(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static Refusal refusal(String why) {
        return new Refusal(
                Code.KEY_INVALID,
                "not a policy of logs and witnesses: " + why,
                "docs/audit.md says how one is written (C2SP tlog-policy)");
    }
}
