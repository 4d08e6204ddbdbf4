package dev.polar.trust.key;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** One block of textual encoding (RFC 7468). */
record Pem(String label, byte[] der) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    /** The first block of the text; what stands around it is ignored, as RFC 7468 section 2 allows. */
    static Pem first(String text) {
        var found = BLOCK.matcher(text);
        if (!found.find()) {
            throw PemFault.in(text);
        }
        try {
            return new Pem(
                    found.group(1), Base64.getDecoder().decode(found.group(2).replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            throw PemFault.in(text);
        }
    }

    @Override
    public String toString() {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + label + "-----\n"
                + new String(lines.encode(der), StandardCharsets.US_ASCII)
                + "\n-----END " + label + "-----\n";
    }
}
