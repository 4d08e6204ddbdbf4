package dev.polar.host.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EffectsTest {
    private static final List<String> TOOLS = List.of("get_note", "get_list", "put_note", "srv/get.note");

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            value = {
                "get_*=read ^ {get_list=READ, get_note=READ}",
                "get_note=read, put_note=write ^ {get_note=READ, put_note=WRITE}",
                "*=external,get_*=read ^ {get_list=READ, get_note=READ, put_note=EXTERNAL, srv/get.note=EXTERNAL}",
                "get_*=read,get_list=irreversible ^ {get_list=IRREVERSIBLE, get_note=READ}",
                "srv/get.*=read ^ {srv/get.note=READ}"
            })
    void patterns_confirm_effects_and_later_ones_win(String text, String confirmed) {
        assertEquals(confirmed, Effects.parse(text, TOOLS).confirmed().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"get_note", "=read", "get_note=", "get_note=harmless", "nothing_*=read", "get.note=read", ""})
    void what_confirms_nothing_is_refused(String text) {
        assertEquals(
                Code.REQUEST_INVALID,
                assertThrows(Refusal.class, () -> Effects.parse(text, TOOLS)).code());
    }

    @Test
    void what_is_signed_reads_back_the_same_and_later_words_go_first() {
        var first = Effects.parse("*=external", TOOLS);
        var later = Effects.parse("get_*=read", TOOLS);
        assertEquals(first, Effects.of(first.json().build()));
        var both = new TreeMap<>(first.confirmed());
        both.putAll(later.confirmed());
        assertEquals(both, first.and(later).confirmed());
    }
}
