/* Reports: rows and columns agree in every format, real credits survive, an empty report has its header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "picdesk/grammar.h"
#include "report/report.h"

typedef struct {
    PdImage image;
    PdCredit *printed, *embedded;
    PdFigure figure;
    PdArticle *article;
    PdUse use;
} Case;

static void add(PdRecord *record, PdField field, PdOrigin origin, const char *property, const char *text) {
    const PdValue value = {.field = field, .origin = origin, .property = property, .text = text, .at = 12};
    assert_true(pd_record_add(record, &value, pd_limits_default()));
}

static void set_up(Case *made) {
    *made = (Case){.figure = {.position = 2,
                              .caption = "Ferries at \"dawn\", Port Ellery",
                              .credit = "-/AFP",
                              .cue = "figcaption",
                              .url = "img/afp-1.jpg"}};
    PdRecord *record = pd_record_new();
    record->format = PD_FORMAT_JPEG;
    record->width_px = 640;
    add(record, PD_FIELD_CREDIT, PD_ORIGIN_XMP, "photoshop:Credit", "AFP");
    add(record, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "2:110", "Reuters");
    add(record, PD_FIELD_CREATORS, PD_ORIGIN_XMP, "dc:creator", "Ines Vidal");
    g_strlcpy(made->image.uid, "00000000-0000-4000-8000-000000000001", sizeof made->image.uid);
    made->image.path = g_strdup("/photos/=1+1.jpg");
    made->image.record = record;
    made->image.merged = pd_merged_new(record);
    made->embedded = pd_credit_parse("AFP", "Ines Vidal", pd_limits_default());
    made->printed = pd_credit_parse("-/AFP", NULL, pd_limits_default());
    made->article = pd_article_new("html");
    made->use = (PdUse){.article_path = "news/a.html",
                        .article = made->article,
                        .figure = &made->figure,
                        .image = &made->image,
                        .printed = made->printed,
                        .embedded = made->embedded,
                        .status = PD_PAIR_CONFIRMED,
                        .score = 1};
}

static void tear_down(Case *made) {
    pd_article_free(made->article);
    pd_credit_free(made->printed);
    pd_credit_free(made->embedded);
    pd_merged_free(made->image.merged);
    pd_record_free(made->image.record);
    g_free(made->image.path);
}

typedef struct {
    const PdReport *report;
    const PdReportFormat *format;
    PdFormatOptions options;
    GString *out;
    size_t n_rows;
} Sink;

static void on_item(const PdReportItem *item, void *user) {
    Sink *sink = user;
    sink->format->row(sink->report, &sink->options, item, sink->out);
    sink->n_rows++;
}

static char *write_report(const char *report, const char *format, const PdUse *use, bool is_raw, size_t *out_n_rows) {
    Sink sink = {
        pd_report_find(report), pd_report_format_find(format), {.delimiter = ',', .is_raw = is_raw}, g_string_new(NULL), 0};
    assert_non_null(sink.report);
    assert_non_null(sink.format);
    sink.format->begin(sink.report, &sink.options, sink.out);
    if (use)
        sink.report->each_item(use, "2026-05-04T00:00:00Z", on_item, &sink);
    if (out_n_rows)
        *out_n_rows = sink.n_rows;
    return g_string_free(sink.out, FALSE);
}

/* Cells of the first record, by a reader of its own. */
static size_t count_cells(const char *csv, const char **out_next) {
    size_t n = 1;
    bool is_quoted = false;
    for (; *csv && (is_quoted || *csv != '\r'); csv++) {
        is_quoted ^= *csv == '"';
        n += !is_quoted && *csv == ',';
    }
    *out_next = *csv ? csv + 2 : csv;
    return n;
}

static void test_tables__every_report_has_as_many_cells_as_columns(void **state) {
    (void)state;
    Case made;
    set_up(&made);
    PdFinding finding = {.rule = "x", .severity = PD_SEVERITY_ERROR, .standard = "y", .message = (char *)"m"};
    made.use.findings = &finding;
    made.use.n_findings = 1;
    for (const PdReport *const *row = pd_reports; *row; row++) {
        g_autofree char *csv = write_report((*row)->name, "csv", &made.use, false, NULL);
        for (const char *at = csv; *at;)
            assert_int_equal(count_cells(at, &at), (*row)->n_columns);
    }
    tear_down(&made);
}

static void test_tables__an_empty_report_has_its_header(void **state) {
    (void)state;
    for (const PdReport *const *row = pd_reports; *row; row++) {
        g_autofree char *csv = write_report((*row)->name, "csv", NULL, false, NULL);
        assert_true(g_str_has_prefix(csv, "schema,"));
        assert_true(g_str_has_suffix(csv, "\r\n"));
        assert_ptr_equal(strchr(csv, '\n'), csv + strlen(csv) - 1);
    }
}

static void test_tables__credits_keeps_real_credits_readable(void **state) {
    (void)state;
    Case made;
    set_up(&made);
    g_autofree char *guarded = write_report("credits", "csv", &made.use, false, NULL);
    g_autofree char *raw = write_report("credits", "csv", &made.use, true, NULL);
    assert_non_null(strstr(guarded, ",'-/AFP,"));
    assert_non_null(strstr(raw, ",-/AFP,"));
    assert_non_null(strstr(guarded, "\"Ferries at \"\"dawn\"\", Port Ellery\""));
    assert_non_null(strstr(guarded, ",Ines Vidal / AFP,"));
    tear_down(&made);
}

static void test_tables__json_rows_have_every_column(void **state) {
    (void)state;
    Case made;
    set_up(&made);
    g_autofree char *json = write_report("credits", "json", &made.use, false, NULL);
    assert_true(g_str_has_prefix(json, "{\"schema\":\"1\",\"article_id\":\"news/a.html\","));
    assert_non_null(strstr(json, "\"position\":2,"));
    assert_non_null(strstr(json, "\"width\":640,\"height\":null,"));
    assert_non_null(strstr(json, "\"match_confidence\":1.000,"));
    assert_true(g_str_has_suffix(json, "}\n"));
    tear_down(&made);
}

static void test_tables__missing_tells_what_is_not_printed(void **state) {
    (void)state;
    Case made;
    size_t n_rows;
    set_up(&made);
    g_autofree char *none = write_report("missing", "csv", &made.use, false, &n_rows);
    assert_non_null(none);
    assert_int_equal(n_rows, 0);
    made.figure.credit = NULL;
    made.use.printed = NULL;
    g_autofree char *csv = write_report("missing", "csv", &made.use, false, &n_rows);
    assert_int_equal(n_rows, 1);
    assert_non_null(strstr(csv, ",not-printed,Ines Vidal,AFP,"));
    assert_non_null(strstr(csv, ",Ines Vidal / AFP,metadata,high,"));
    tear_down(&made);
}

static void test_tables__conflicts_shows_both_sides_and_the_choice(void **state) {
    (void)state;
    Case made;
    size_t n_rows;
    set_up(&made);
    g_autofree char *csv = write_report("conflicts", "csv", &made.use, false, &n_rows);
    assert_int_equal(n_rows, 1);
    assert_non_null(strstr(csv, ",credit,,Reuters,AFP,,,,AFP,xmp,differs\r\n"));
    tear_down(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables__every_report_has_as_many_cells_as_columns),
        cmocka_unit_test(test_tables__an_empty_report_has_its_header),
        cmocka_unit_test(test_tables__credits_keeps_real_credits_readable),
        cmocka_unit_test(test_tables__json_rows_have_every_column),
        cmocka_unit_test(test_tables__missing_tells_what_is_not_printed),
        cmocka_unit_test(test_tables__conflicts_shows_both_sides_and_the_choice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
