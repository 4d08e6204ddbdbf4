package dev.polar.host.endpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * A template of addresses (RFC 6570), as far as it tells whose an address is: what stands between its expressions has to be
 * there, in order, and an expression may be anything. What an address means is for its server to say.
 */
record UriTemplate(String text, List<String> literals) {
    UriTemplate {
        literals = List.copyOf(literals);
    }

    static UriTemplate of(String text) {
        var literals = new ArrayList<String>();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            literals.add(text.substring(from, open));
            from = close + 1;
        }
        literals.add(text.substring(from));
        return new UriTemplate(text, literals);
    }

    /** Each literal is looked for behind the one before: no address takes longer than its length for each. */
    boolean matches(String uri) {
        var first = literals.getFirst();
        var last = literals.getLast();
        if (literals.size() == 1) {
            return uri.equals(first);
        }
        if (uri.length() < first.length() + last.length() || !uri.startsWith(first) || !uri.endsWith(last)) {
            return false;
        }
        int at = first.length();
        int end = uri.length() - last.length();
        for (var literal : literals.subList(1, literals.size() - 1)) {
            at = uri.indexOf(literal, at);
            if (at < 0 || at + literal.length() > end) {
                return false;
            }
            at += literal.length();
        }
        return true;
    }
}
