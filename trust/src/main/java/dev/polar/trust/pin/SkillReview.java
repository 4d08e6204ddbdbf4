package dev.polar.trust.pin;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.key.Digest;
import dev.polar.trust.skill.ClaimedFrontMatter;
import dev.polar.trust.skill.Finding;
import dev.polar.trust.skill.SkillFolder;
import dev.polar.trust.skill.SkillRules;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bytes of a skill that a server offers: held against what it says of them, and looked over as those of a package are. */
public final class SkillReview {
    private static final int LONGEST = 300;

    private SkillReview() {}

    /** @throws Refusal {@code DIGEST_MISMATCH} if it is not what the server said that it is */
    public static void requireClaimed(String file, SkillOffer.Claim claim, byte[] bytes) {
        var digest = Digest.of(bytes);
        if (bytes.length != claim.size() || !digest.equals(claim.digest())) {
            throw new Refusal(
                    Code.DIGEST_MISMATCH,
                    "its server says that '" + CleanText.line(file) + "' has " + claim.size() + " bytes with "
                            + claim.digest() + ", and sends " + bytes.length + " with " + digest,
                    "leave it out, and report it to the plugin's author",
                    Map.of("entry", CleanText.line(file)));
        }
    }

    /**
     * What an operator should look at before agents have it.
     *
     * @param entry what the server says of it
     * @param files bytes by their names within the skill, all of them
     * @throws Refusal {@code DIGEST_MISMATCH} as above; {@code SKILL_INVALID} for what nobody may let in: front matter that
     *     is another than the entry's, hidden characters, what two readers read differently
     */
    public static List<String> of(JsonObject entry, SortedMap<String, byte[]> files) {
        var skill = SkillOffer.of(entry);
        skill.files().forEach((file, claim) -> requireClaimed(file, claim, files.getOrDefault(file, new byte[0])));
        var entries = new TreeMap<String, Entry>();
        skill.files().keySet().forEach(file -> {
            var name = SkillFolder.ROOT + skill.name() + "/" + file;
            entries.put(file, new Entry(name, files.getOrDefault(file, new byte[0])));
        });
        var found = SkillRules.check(new Archive(List.copyOf(entries.values())));
        found.stream()
                .filter(one -> one.severity() == Finding.Severity.DANGER)
                .findFirst()
                .ifPresent(danger -> {
                    throw SkillOffer.invalid(danger.toString());
                });
        Optional.ofNullable(entries.get(SkillFolder.FILE))
                .flatMap(file -> ClaimedFrontMatter.wrong(file, entry.getJsonObject("frontmatter")))
                .ifPresent(member -> {
                    throw SkillOffer.invalid(
                            "its SKILL.md says something else of '" + CleanText.line(member) + "' than its entry");
                });
        var findings = new ArrayList<String>();
        found.forEach(one -> findings.add(shown(one.toString())));
        entries.forEach((file, one) -> text(one.bytes()).ifPresent(text -> words(one.name(), text, findings)));
        return findings;
    }

    private static void words(String file, String text, List<String> findings) {
        if (text.startsWith("#!")) {
            findings.add(shown(file + " is a script: here it is text, and never runs"));
        }
        ModelTalk.order(text)
                .ifPresent(words -> findings.add(shown(file + " has words that give a model orders: '" + words + "'")));
        ModelTalk.encoded(text)
                .ifPresent(length ->
                        findings.add(shown(file + " holds what may be encoded text: " + length + " characters")));
    }

    private static String shown(String finding) {
        return CleanText.line(finding.length() > LONGEST ? finding.substring(0, LONGEST) + "..." : finding);
    }

    /** A file's text, if it is text. */
    public static Optional<String> text(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf(0) < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}
