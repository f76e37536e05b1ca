/* Expat's events and the quick scanner's, side by side. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "codec/xml_scan.h"
#include "picdesk/error.h"

static void put_name(GString *out, const PdXmlName *name) {
    g_string_append_printf(out, "%s|%s", name->uri ? name->uri : "-", name->local);
}

static void on_start(void *user, const PdXmlName *name, const PdXmlAttribute *attributes, size_t n, size_t at) {
    GString *out = user;
    (void)at;
    g_string_append_c(out, '<');
    put_name(out, name);
    for (size_t i = 0; i < n; i++) {
        g_string_append_c(out, ' ');
        put_name(out, &attributes[i].name);
        g_string_append_printf(out, "=%s", attributes[i].value);
    }
    g_string_append_c(out, '>');
}

static void on_end(void *user) {
    g_string_append(user, "</>");
}

static void on_text(void *user, const char *text, size_t len) {
    g_string_append_len(user, text, (gssize)len);
}

static const PdXmlEvents EVENTS = {on_start, on_end, on_text};

static void put_scan_name(GString *out, const PdXmlScanName *name) {
    g_string_append_printf(out, "%.*s|%.*s", name->uri.text ? (int)name->uri.len : 1, name->uri.text ? name->uri.text : "-",
                           (int)name->local.len, name->local.text);
}

static void on_scan_start(void *user, const PdXmlScanName *name, const PdXmlScanAttribute *attributes, size_t n, size_t at) {
    GString *out = user;
    (void)at;
    g_string_append_c(out, '<');
    put_scan_name(out, name);
    for (size_t i = 0; i < n; i++) {
        g_string_append_c(out, ' ');
        put_scan_name(out, &attributes[i].name);
        g_string_append_printf(out, "=%.*s", (int)attributes[i].value.len, attributes[i].value.text);
    }
    g_string_append_c(out, '>');
}

static void on_scan_text(void *user, PdXmlSlice text) {
    g_string_append_len(user, text.text, (gssize)text.len);
}

static const PdXmlScanEvents SCAN_EVENTS = {NULL, on_scan_start, on_end, on_scan_text};

static void assert_events(const char *document, const char *expected) {
    g_autoptr(GString) slow = g_string_new(NULL), quick = g_string_new(NULL);
    size_t len = strlen(document);
    g_autofree uint8_t *copy = g_memdup2(document, len);
    assert_true(pd_xml_read(copy, len, "UTF-8", pd_limits_default(), &EVENTS, slow, NULL, NULL));
    assert_string_equal(slow->str, expected);
    assert_true(pd_xml_scan(copy, len, pd_limits_default(), &SCAN_EVENTS, quick));
    assert_string_equal(quick->str, expected);
}

static void test_xml__events_with_resolved_names(void **state) {
    (void)state;
    assert_events("<a/>", "<-|a></>");
    assert_events("<a xmlns='u' xmlns:p='v' b='1' p:c='2'><p:d/><q:e/></a> tail", "<u|a -|b=1 v|c=2><v|d></><-|e></></>");
    assert_events("<p:a xmlns:p='u'><p:b xmlns:p='v'/><p:c/></p:a>", "<u|a><v|b></><u|c></></>");
    assert_events("<a xml:lang='de'/>", "<-|a http://www.w3.org/XML/1998/namespace|lang=de></>");
}

static void test_xml__text_is_normalised(void **state) {
    (void)state;
    assert_events("<a b='x&lt;&#65;&#x42;\n\ty'>t&amp;\r\nu\rv</a>", "<-|a -|b=x<AB  y>t&\nu\nv</>");
    assert_events("<a><![CDATA[<b>&amp;]]></a>", "<-|a><b>&amp;</>");
    assert_events("<?x y?><!-- c --><a>\xc3\xa9<!-- d --><?e?></a>", "<-|a>\xc3\xa9</>");
}

/* Where eight bytes are looked at in one word, at each place of the word. */
static void test_xml__marks_are_found_at_each_place(void **state) {
    (void)state;
    static const char *const MARKS[][2] = {
        {"&amp;", "&"}, {"\r\n", "\n"}, {"\xc3\xa9", "\xc3\xa9"}, {"]", "]"}, {"\t", "\t"}};
    static const char FILLING[] = "0123456789abcdef01234567";
    for (size_t i = 0; i < G_N_ELEMENTS(MARKS); i++)
        for (int before = 0; before < 20; before++) {
            g_autofree char *document = g_strdup_printf("<a>%.*s%s%s</a>", before, FILLING, MARKS[i][0], FILLING + before);
            g_autofree char *expected = g_strdup_printf("<-|a>%.*s%s%s</>", before, FILLING, MARKS[i][1], FILLING + before);
            assert_events(document, expected);
        }
}

/* Where many bytes are looked at together, at each place of a document longer than that. */
static void test_xml__characters_are_looked_at_everywhere(void **state) {
    (void)state;
    enum { LEN = 700 };
    static const struct {
        const char *bytes;
        bool is_good;
    } ROWS[] = {{"\xc3\xa9", true},
                {"\xef\xbf\xbd", true},
                {"\xf0\x9f\x93\xb7", true},
                {"\x01", false},
                {"\xc3", false},
                {"\xc1\x80", false},
                {"\xed\xa0\x80", false},
                {"\xe0\x80\x80", false},
                {"\xf4\x90\x80\x80", false},
                {"\xf0\x8f\xbf\xbf", false},
                {"\xef\xbf\xbf", false},
                {"\x80", false},
                {"]]>", false},
                {"&x;", false},
                {"\x1f", false}};
    g_autoptr(GString) document = g_string_new(NULL), events = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(ROWS); i++)
        for (size_t at = 3; at < LEN; at++) {
            g_string_assign(document, "<a>");
            for (size_t k = 0; k < LEN; k++)
                g_string_append_c(document, (char)('a' + k % 23));
            g_string_insert(document, (gssize)at, ROWS[i].bytes);
            g_string_append(document, "</a>");
            g_autofree uint8_t *copy = g_memdup2(document->str, document->len);
            g_string_truncate(events, 0);
            bool is_read = pd_xml_scan(copy, document->len, pd_limits_default(), &SCAN_EVENTS, events);
            assert_int_equal(is_read, ROWS[i].is_good);
            if (is_read)
                assert_memory_equal(events->str + strlen("<-|a>"), document->str + 3, LEN + strlen(ROWS[i].bytes));
        }
}

static void test_xml__inner_bindings_end_with_their_element(void **state) {
    (void)state;
    assert_events(
        "<a xmlns='0' xmlns:ab='1' xmlns:ba='2'><ab:x xmlns:ab='3' xmlns=''><ba:y xmlns:ba='4'><x/></ba:y><ba:z/></ab:x>"
        "<ab:x/><ba:x/><x/></a>",
        "<0|a><3|x><4|y><|x></></><2|z></></><1|x></><2|x></><0|x></></>");
}

static void test_xml__doubt_is_left_to_expat(void **state) {
    (void)state;
    static const char *const DOUBTFUL[] = {"",
                                           "text",
                                           "<a>",
                                           "<a></b>",
                                           "<a b='1' b='2'/>",
                                           "<a b=1/>",
                                           "<a b='<'/>",
                                           "<a></ab>",
                                           "<ab></a>",
                                           "<a></ a>",
                                           ("<a>0123456\x01"
                                            "89abcdef</a>"),
                                           "<a>0123456789abcde]]></a>",
                                           "<a>\xef\xbf\xbe</a>",
                                           "<a>&unknown;</a>",
                                           "<a>&#1;</a>",
                                           "<a>\x01</a>",
                                           "<a>\xff</a>",
                                           "<a>]]></a>",
                                           "<!DOCTYPE a><a/>",
                                           "<?xml version='1.0'?><a/>",
                                           "<a b='1'c='2'/>",
                                           "<a><!-- -- --></a>",
                                           "<?><a/>",
                                           "<\xc3\xa9/>",
                                           "x<a/>"};
    for (size_t i = 0; i < G_N_ELEMENTS(DOUBTFUL); i++) {
        g_autoptr(GString) events = g_string_new(NULL);
        if (pd_xml_scan((const uint8_t *)DOUBTFUL[i], strlen(DOUBTFUL[i]), pd_limits_default(), &SCAN_EVENTS, events))
            fail_msg("accepted '%s'", DOUBTFUL[i]);
    }
}

static void test_xml__limits_and_doctype_end_the_reading(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) events = g_string_new(NULL);
    size_t at = 0;
    static const char DOCTYPE[] = "<!DOCTYPE a><a/>";
    assert_false(
        pd_xml_read((const uint8_t *)DOCTYPE, strlen(DOCTYPE), NULL, pd_limits_default(), &EVENTS, events, &at, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_FORMAT));
    g_clear_error(&error);
    PdLimits limits = *pd_limits_default();
    limits.depth = 2;
    static const char DEEP[] = "<a><b><c/></b></a>";
    assert_false(pd_xml_read((const uint8_t *)DEEP, strlen(DEEP), NULL, &limits, &EVENTS, events, &at, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_LIMIT));
    assert_in_range(at, 6, 10);
    assert_false(pd_xml_scan((const uint8_t *)DEEP, strlen(DEEP), &limits, &SCAN_EVENTS, events));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xml__events_with_resolved_names),
        cmocka_unit_test(test_xml__text_is_normalised),
        cmocka_unit_test(test_xml__marks_are_found_at_each_place),
        cmocka_unit_test(test_xml__doubt_is_left_to_expat),
        cmocka_unit_test(test_xml__characters_are_looked_at_everywhere),
        cmocka_unit_test(test_xml__inner_bindings_end_with_their_element),
        cmocka_unit_test(test_xml__limits_and_doctype_end_the_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
