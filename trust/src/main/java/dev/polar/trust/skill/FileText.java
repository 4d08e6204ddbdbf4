package dev.polar.trust.skill;

import dev.polar.trust.container.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file's text as a lenient reader would see it.
 *
 * @param strict whether it is UTF-8 throughout
 */
record FileText(String text, boolean strict) {
    private static final Pattern ALWAYS_TEXT = Pattern.compile(
            ".*\\.(?:md|mdx|txt|json|ya?ml|toml|xml|html?|css|csv|py|js|mjs|cjs|ts|sh|bash|rb|pl|java|go|rs)",
            Pattern.CASE_INSENSITIVE);

    static FileText of(Entry entry) {
        var bytes = entry.bytes();
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new FileText(text.toString(), true);
        } catch (CharacterCodingException notUtf8) {
            return new FileText(new String(bytes, lenient(bytes)), false);
        }
    }

    private static Charset lenient(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        return mark == 0xfeff || mark == 0xfffe ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    /** The text, unless the file is binary: anything with a NUL in it that neither name nor mark says is text. */
    static Optional<FileText> unlessBinary(Entry entry) {
        var bytes = entry.bytes();
        boolean text = ALWAYS_TEXT.matcher(entry.name()).matches() || lenient(bytes) == StandardCharsets.UTF_16;
        for (int i = 0; i < bytes.length && !text; i++) {
            if (bytes[i] == 0) {
                return Optional.empty();
            }
        }
        return Optional.of(of(entry));
    }
}
