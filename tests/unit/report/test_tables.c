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
    const PdReportFormat *format;
    PdSheet *sheet;
} Sink;

static void on_item(const PdReportItem *item, void *user) {
    Sink *sink = user;
    sink->format->row(sink->sheet, item);
    sink->sheet->n_rows++;
}

/* The report of one use (nullable) in a format, as the desk makes it. */
static char *write_run(const PdReport *report, const char *format, const PdUse *use, bool is_raw, const char *columns,
                       const PdRights *rights, size_t *out_n_rows) {
    assert_non_null(report);
    PdReportRun run = {
        .run_at = "2026-05-04T00:00:00Z", .rights = rights, .days = 30, .state = report->open ? report->open() : NULL};
    Sink sink = {pd_report_format_find(format),
                 pd_sheet_new(report, &run, (PdFormatOptions){.delimiter = ',', .is_raw = is_raw}, columns, NULL)};
    assert_non_null(sink.format);
    assert_non_null(sink.sheet);
    sink.format->begin(sink.sheet);
    if (use)
        report->each_item(use, &run, on_item, &sink);
    if (report->finish)
        report->finish(&run, on_item, &sink);
    if (sink.format->end)
        sink.format->end(sink.sheet);
    if (report->close)
        report->close(run.state);
    if (out_n_rows)
        *out_n_rows = sink.sheet->n_rows;
    char *text = g_strdup(sink.sheet->out->str);
    pd_sheet_free(sink.sheet);
    return text;
}

static char *write_columns(const char *name, const char *format, const PdUse *use, bool is_raw, const char *columns,
                           size_t *out_n_rows) {
    return write_run(pd_report_find(name), format, use, is_raw, columns, NULL, out_n_rows);
}

static char *write_report(const char *name, const char *format, const PdUse *use, bool is_raw, size_t *out_n_rows) {
    return write_columns(name, format, use, is_raw, NULL, out_n_rows);
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

static void test_tables__html_escapes_what_pictures_say(void **state) {
    (void)state;
    Case made;
    set_up(&made);
    made.figure.caption = (char *)"<script>alert(1)</script> & \"more\"";
    made.figure.url = (char *)"javascript:alert(1)";
    g_autofree char *html = write_report("credits", "html", &made.use, false, NULL);
    assert_true(g_str_has_prefix(html, "<!DOCTYPE html>\n"));
    assert_true(g_str_has_suffix(html, "</html>\n"));
    assert_null(strstr(html, "<script"));
    assert_null(strstr(html, "href=\"javascript"));
    assert_non_null(strstr(html, "<td>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;</td>"));
    tear_down(&made);
}

static void test_tables__markdown_cells_stay_in_their_cells(void **state) {
    (void)state;
    Case made;
    set_up(&made);
    made.figure.caption = (char *)"a|b\n[c](d)";
    g_autofree char *md = write_columns("credits", "md", &made.use, false, "caption,credit_printed", NULL);
    assert_string_equal(md, "# Who made and who supplied every picture, with every use\n\n| caption | credit printed |\n"
                            "| --- | --- |\n| a\\|b \\[c\\](d) | -/AFP |\n");
    tear_down(&made);
}

static void test_tables__columns_come_as_asked_for(void **state) {
    (void)state;
    Case made;
    set_up(&made);
    g_autofree char *csv = write_columns("credits", "csv", &made.use, true, "position, credit_printed", NULL);
    assert_string_equal(csv, "position,credit_printed\r\n2,-/AFP\r\n");
    g_autoptr(GError) error = NULL;
    const PdReportRun run = {.run_at = ""};
    assert_null(pd_sheet_new(pd_report_find("credits"), &run, (PdFormatOptions){.delimiter = ','}, "nothing", &error));
    assert_non_null(strstr(error->message, "'nothing'"));
    tear_down(&made);
}

static void test_tables__brief_columns_and_keys_exist(void **state) {
    (void)state;
    const PdReportRun run = {.run_at = ""};
    for (const PdReport *const *row = pd_reports; *row; row++) {
        const char *const lists[] = {(*row)->brief, (*row)->heading, (*row)->primary_key};
        assert_non_null((*row)->brief);
        for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
            g_autoptr(PdSheet) sheet = pd_sheet_new(*row, &run, (PdFormatOptions){.delimiter = ','}, lists[i], NULL);
            assert_non_null(sheet);
        }
    }
}

static void test_tables__credits_page_groups_by_provider(void **state) {
    (void)state;
    Case made;
    set_up(&made);
    made.article->title = (char *)"The harbour";
    g_autofree char *md = write_columns("credits-page", "md", &made.use, false, "provider,credit_line,places", NULL);
    assert_string_equal(md, "# Picture credits\n\n## Agence France-Presse (AFP)\n\n- Ines Vidal, The harbour (2)\n");
    made.use.embedded = NULL;
    made.use.printed = NULL;
    g_autofree char *missing = write_columns("credits-page", "md", &made.use, false, "provider,places", NULL);
    assert_non_null(strstr(missing, "## Credit missing\n\n- The harbour (2)\n"));
    tear_down(&made);
}

/* A contract with AFP, a quota of it, and a paid licence for the image. */
static PdRights *some_rights(int64_t image_id) {
    PdRights *rights = pd_rights_new();
    pd_rights_add_licence(rights, &(PdLicence){.id = 7, .holder = "afp", .category = "agency", .document = "afp-2026.pdf"});
    pd_rights_add_licence(rights, &(PdLicence){.id = 8,
                                               .holder = "ines vidal",
                                               .category = "single",
                                               .scope = {.from = "2026-01-01", .to = "2026-05-20"},
                                               .required_credit = "© Ines Vidal",
                                               .fee = "120.00 EUR",
                                               .images = &image_id,
                                               .n_images = 1});
    pd_rights_add_quota(rights, &(PdQuota){.id = 1, .party = "afp", .period = "month", .limit = 100, .used = 12});
    return rights;
}

static void test_tables__usage_tells_contract_fee_and_quota(void **state) {
    (void)state;
    Case made;
    size_t n_rows;
    set_up(&made);
    made.image.id = 5;
    made.article->published_at = "2026-05-03T10:00:00Z";
    g_autoptr(PdRights) rights = some_rights(5);
    g_autofree char *csv =
        write_run(pd_report_find("usage"), "csv", &made.use, true,
                  "agency,agency_contract,used_on,quantity,credit_printed,fee,currency,quota_used,quota_limit,first_use",
                  rights, &n_rows);
    assert_int_equal(n_rows, 1);
    assert_non_null(strstr(csv, "\r\nAgence France-Presse (AFP),afp-2026.pdf,2026-05-03,1,-/AFP,120.00,EUR,12,100,yes\r\n"));
    g_autofree char *getty =
        write_run(pd_report_profile(pd_report_find("usage"), "getty"), "csv", &made.use, false, NULL, rights, &n_rows);
    assert_string_equal(getty, "asset_id,usage_date,quantity\r\n");
    tear_down(&made);
}

static void test_tables__usage_holds_what_was_entered_by_hand(void **state) {
    (void)state;
    Case made;
    set_up(&made);
    const PdUsage usage = {.medium = "newspaper", .used_on = "2026-05-02", .page = "3", .quantity = 2};
    const PdUse use = {.image = &made.image, .embedded = made.embedded, .entered = &usage};
    g_autofree char *csv = write_columns("usage", "csv", &use, false, "used_on,medium,page,quantity,notes", NULL);
    assert_non_null(strstr(csv, "\r\n2026-05-02,newspaper,3,2,entered by hand\r\n"));
    tear_down(&made);
}

static void test_tables__expiring_tells_ends_near_and_past(void **state) {
    (void)state;
    Case made;
    size_t n_rows;
    set_up(&made);
    const PdEnd ends[] = {{.basis = "licence", .ends_on = "2026-05-20", .licence_id = 8, .holder = "ines vidal"},
                          {.basis = "time-limit", .ends_on = "2026-05-01", .wording = "ONLY FOR 14 DAYS"},
                          {.basis = "expiration", .ends_on = "2027-05-01"}};
    made.use.ends = ends;
    made.use.n_ends = G_N_ELEMENTS(ends);
    g_autofree char *csv =
        write_columns("expiring", "csv", &made.use, true,
                      "licence_id,holder,ends_on,days_left,basis,restriction_text,live_count,action", &n_rows);
    assert_int_equal(n_rows, 2);
    assert_non_null(strstr(csv, "\r\n,,2026-05-01,-3,time-limit,ONLY FOR 14 DAYS,1,take out\r\n"
                                "8,ines vidal,2026-05-20,16,licence,,1,renew or take out\r\n"));
    tear_down(&made);
}

static void test_tables__permissions_tells_licence_and_status(void **state) {
    (void)state;
    Case made;
    set_up(&made);
    made.image.id = 5;
    g_autoptr(PdRights) rights = some_rights(5);
    static const char COLUMNS[] = "figure_no,required_credit_line,printed_credit_line,term_end,fee,currency,status";
    g_autofree char *granted = write_run(pd_report_find("permissions"), "csv", &made.use, true, COLUMNS, rights, NULL);
    assert_non_null(strstr(granted, "\r\n2,© Ines Vidal,-/AFP,2026-05-20,120.00,EUR,granted\r\n"));
    g_autofree char *needed = write_columns("permissions", "csv", &made.use, true, COLUMNS, NULL);
    assert_non_null(strstr(needed, "\r\n2,Ines Vidal / AFP,-/AFP,,,,needed\r\n"));
    made.use.category = "creative-commons";
    g_autofree char *free = write_columns("permissions", "csv", &made.use, true, "status", NULL);
    assert_string_equal(free, "status\r\nnot-needed\r\n");
    tear_down(&made);
}

static void test_tables__findings_tell_who_answered_for_them(void **state) {
    (void)state;
    Case made;
    set_up(&made);
    PdFinding finding = {.rule = "x", .severity = PD_SEVERITY_ERROR, .answer = (char *)"lifted by lease 4 until 2026-06-01"};
    made.use.findings = &finding;
    made.use.n_findings = 1;
    g_autofree char *csv = write_columns("findings", "csv", &made.use, false, "rule,suppressed_by", NULL);
    assert_string_equal(csv, "rule,suppressed_by\r\nx,lifted by lease 4 until 2026-06-01\r\n");
    tear_down(&made);
}

static void test_tables__csvw_describes_the_columns(void **state) {
    (void)state;
    const PdReportRun run = {.run_at = "2026-05-04T00:00:00Z"};
    g_autoptr(PdSheet) sheet =
        pd_sheet_new(pd_report_find("conflicts"), &run, (PdFormatOptions){.delimiter = ';'}, NULL, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    pd_report_csvw(sheet, "conflicts.csv", text);
    assert_true(g_str_has_prefix(text->str, "{\"@context\":\"http://www.w3.org/ns/csvw\",\"url\":\"conflicts.csv\","));
    assert_non_null(strstr(text->str, "\"delimiter\":\";\""));
    assert_non_null(strstr(text->str, "\"primaryKey\":[\"image_id\",\"field\"]"));
    assert_non_null(strstr(text->str, "{\"name\":\"kind\",\"titles\":\"kind\",\"dc:description\":\"differs, or cut"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables__every_report_has_as_many_cells_as_columns),
        cmocka_unit_test(test_tables__an_empty_report_has_its_header),
        cmocka_unit_test(test_tables__credits_keeps_real_credits_readable),
        cmocka_unit_test(test_tables__json_rows_have_every_column),
        cmocka_unit_test(test_tables__missing_tells_what_is_not_printed),
        cmocka_unit_test(test_tables__conflicts_shows_both_sides_and_the_choice),
        cmocka_unit_test(test_tables__html_escapes_what_pictures_say),
        cmocka_unit_test(test_tables__markdown_cells_stay_in_their_cells),
        cmocka_unit_test(test_tables__columns_come_as_asked_for),
        cmocka_unit_test(test_tables__brief_columns_and_keys_exist),
        cmocka_unit_test(test_tables__credits_page_groups_by_provider),
        cmocka_unit_test(test_tables__usage_tells_contract_fee_and_quota),
        cmocka_unit_test(test_tables__usage_holds_what_was_entered_by_hand),
        cmocka_unit_test(test_tables__expiring_tells_ends_near_and_past),
        cmocka_unit_test(test_tables__permissions_tells_licence_and_status),
        cmocka_unit_test(test_tables__findings_tell_who_answered_for_them),
        cmocka_unit_test(test_tables__csvw_describes_the_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
