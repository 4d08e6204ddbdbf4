package dev.polar.trust.skill;

/**
 * About how much of a model's context a text takes. Every model counts differently; four characters of plain text or
 * two of three other characters come close to one token in all of them.
 */
public record Tokens(int count) {
    /** The estimate for a text. */
    public static Tokens of(String text) {
        int plain = 0;
        int other = 0;
        for (int i = 0; i < text.length(); i++) {
            plain += text.charAt(i) < 0x80 ? 1 : 0;
            other += text.charAt(i) < 0x80 ? 0 : 1;
        }
        return new Tokens((plain + 3) / 4 + (2 * other + 2) / 3);
    }

    /** With the two digits that mean something: {@code about 2,300 tokens}. */
    @Override
    public String toString() {
        int unit = 1;
        while (count / unit >= 100) {
            unit *= 10;
        }
        int rounded = Math.round((float) count / unit) * unit;
        // A formatter would load a locale for the comma, which takes longer than checking a plugin.
        var grouped = Integer.toString(rounded).replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",");
        return "about " + grouped + (rounded == 1 ? " token" : " tokens");
    }
}
