package dev.polar.trust.container;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The rules of the package format, section 2, one name each. {@link #id} is the {@code rule} detail of a {@code
 * CONTAINER_MALFORMED} refusal and never changes its meaning.
 */
public enum Rule {
    /** The end record is the last 22 bytes (in a jar, followed by nothing but its comment). */
    END_RECORD("the end-of-central-directory record is not the end of the file"),
    /** All disk numbers are 0. */
    DISK_NUMBERS("the archive claims to be one of several disks"),
    /** Both counts are equal and the directory holds as many headers. */
    ENTRY_COUNT("the central directory does not hold the number of entries it claims"),
    /** No ZIP64. */
    ZIP64("ZIP64 is not allowed"),
    /** The directory starts and ends where the end record says, which is where that record starts. */
    CENTRAL_DIRECTORY("the central directory is not where the end record says"),
    /** Local entries follow each other from offset 0 to the directory, in its order. */
    CONTIGUOUS("entries do not follow each other from the first byte to the central directory"),
    /** A local header stands where the directory says. */
    LOCAL_HEADER("there is no local header where the central directory says"),
    /** Local and central header say the same. */
    HEADERS_AGREE("local and central header disagree"),
    /** Stored or deflated. */
    METHOD("the compression method is neither 0 (stored) nor 8 (deflate)"),
    /** A stored entry has one size. */
    STORED_SIZE("a stored entry has two different sizes"),
    /** No flags but bit 11 (in a jar also bit 3). */
    FLAGS("a flag is set that is not allowed"),
    /** In a jar: a data descriptor says what the directory says. */
    DATA_DESCRIPTOR("the data descriptor is missing or disagrees with the central directory"),
    /** No extra fields. */
    EXTRA_FIELD("extra fields are not allowed"),
    /** No comments on entries. */
    ENTRY_COMMENT("comments on entries are not allowed"),
    /** Regular files only. */
    FILE_TYPE("the entry is not a regular file"),
    /** No set-user-id, set-group-id or sticky bit. */
    MODE_BITS("set-user-id, set-group-id or sticky bit is set"),
    /** No entries for directories. */
    DIRECTORY_ENTRY("entries for directories are not allowed"),
    /** Characters of names. */
    NAME_CHARACTERS("the name holds characters that are not allowed, or an empty segment"),
    /** At most 240 bytes. */
    NAME_LENGTH("the name is longer than 240 bytes"),
    /** No segment that a file system takes for something else. */
    NAME_SEGMENT(
            "a segment of the name is \".\" or \"..\", ends in \".\", starts with \"-\" or is a Windows device name"),
    /** No two names that are one name somewhere. */
    NAME_CLASH("the name clashes with another entry or with a directory of one"),
    /** One spelling for each directory. */
    DIRECTORY_SPELLING("a directory is spelled in two ways"),
    /** The names of section 1 are spelled as there. */
    RESERVED_SPELLING("a name that Polar gives a meaning is spelled in another case"),
    /** How many entries. */
    ENTRY_LIMIT("too many entries"),
    /** 128 MiB compressed. */
    COMPRESSED_LIMIT("more than 128 MiB compressed"),
    /** 256 MiB uncompressed. */
    SIZE_LIMIT("more than 256 MiB uncompressed"),
    /** A hundred to one above 1 MiB. */
    RATIO("more than 1 MiB, and more than 100 times its compressed size"),
    /** A whole deflate stream that ends at the last compressed byte. */
    DEFLATE("the deflate stream is broken or does not end with the last compressed byte"),
    /** As many bytes as the headers say. */
    SIZE("the content is not as long as the headers say"),
    /** The CRC-32 that the headers say. */
    CRC("the content does not have the CRC-32 that the headers say");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    /** The stable name, lower case with dashes: {@code headers-agree}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The refusal of a whole file. */
    Refusal broken(String what) {
        return refusal("", what);
    }

    /** The refusal of an entry, by a name that may hold anything. */
    Refusal brokenBy(String entry) {
        return refusal(entry, "");
    }

    /** The refusal of an entry, by a name that may hold anything, and with more to say. */
    Refusal brokenBy(String entry, String what) {
        return refusal(entry, what);
    }

    private Refusal refusal(String entry, String what) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("rule", id());
        var message = new StringBuilder("Not a strict ZIP archive: ");
        if (!entry.isEmpty()) {
            var name = Names.printable(entry);
            details.put("entry", name);
            message.append('"').append(name).append("\": ");
        }
        message.append(sentence);
        if (!what.isEmpty()) {
            message.append(" (").append(what).append(')');
        }
        return new Refusal(
                Code.CONTAINER_MALFORMED,
                message.append('.').toString(),
                "Make the archive again from its files: `polar pack DIR` for a package, the jar tool for a jar.",
                details);
    }
}
