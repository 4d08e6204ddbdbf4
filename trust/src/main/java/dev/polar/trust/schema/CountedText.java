package dev.polar.trust.schema;

/** A text that charges a budget for each character a regular expression looks at. */
record CountedText(String text, int from, int to, Budget budget) implements CharSequence {
    CountedText(String text, Budget budget) {
        this(text, 0, text.length(), budget);
    }

    @Override
    public int length() {
        return to - from;
    }

    @Override
    public char charAt(int index) {
        budget.character();
        return text.charAt(from + index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new CountedText(text, from + start, from + end, budget);
    }

    @Override
    public String toString() {
        return text.substring(from, to);
    }
}
