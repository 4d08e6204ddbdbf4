package dev.polar.host.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTemplateTest {
    @ParameterizedTest
    @CsvSource({
        "note://{id}, note://7, true",
        "note://{id}, note:/7, false",
        "note://{id}/x, note://7/x, true",
        "note://{id}/x, note:///x, true",
        "note://{id}/x, note://x, false",
        "a://{+path}{?q}, a://b/c?q=1, true",
        "a://{x}/{y}/z, a://1/2/z, true",
        "a://{x}/{y}/z, a://1/z, false",
        "a://b, a://b, true",
        "a://b, a://bc, false",
        "a://{unclosed, a://{unclosed, true",
    })
    void a_template_claims_what_has_its_literals_in_order(String template, String uri, boolean claims) {
        assertEquals(claims, UriTemplate.of(template).matches(uri));
    }
}
