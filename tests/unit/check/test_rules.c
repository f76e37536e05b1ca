/* The rules of the attribution check, by the lines of tests/tables/rules.tsv; a rule without a passing and a failing line
 * fails.
 *
 * A line is the rule's id, the severity expected ("pass" for none), and cells "key=value" that make the use:
 * page.credit page.caption page.alt page.url page.role page.kind page.dialect page.published; file.path file.quarantine
 * file.sign file.problem; ORIGIN.FIELD (iptc.credit, xmp.creators …; again for further items); copy.path copy.ORIGIN.FIELD
 * for the published copy, twin.* for another image of the same pixels; file.size and copy.size (1200x800); other.KEY (as
 * page) for a second figure of the article; status score; house territory media require min-side; now; uses (number of other
 * articles) and first (the title of the earliest); unlike=ASPECT,DISTANCE[,mirrored] (how copy or thumbnail differ);
 * licence, lease, quota, staff, collection, suppression and usage, a row of the rights each, "key:value" joined by "; "
 * (from, to, until and used_on are days; image:1 is the image). \n, \t and octal \303\251 are undone. A use has a figure or
 * an image when a cell says something of it. A cell "found=…", "expected=…", "evidence=…" or "answer=…" is compared with the
 * finding, "says=…" with its message, "cost=…", "category=…" and "verdict=…" with the outcome.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "codec/date.h"
#include "desk/uses.h"
#include "picdesk/check.h"

typedef struct {
    PdArticle *article;
    PdFigure figure, other;
    bool has_figure, has_other;
    PdImage *image, *copy, *twin;
    PdRights *rights;
    PdOtherUses uses;
    PdUnlikeness unlike;
    bool has_unlike;
    PdPairStatus status;
    double score;
    GString *policy;
    int64_t now_s;
    const char *found, *expected, *evidence, *says, *answer, *cost, *category, *verdict;
} Row;

static PdOrigin origin_of(const char *name) {
    for (int i = 1; i < PD_N_ORIGINS; i++)
        if (strcmp(name, pd_origin_name((PdOrigin)i)) == 0)
            return (PdOrigin)i;
    fail_msg("no origin '%s'", name);
    return PD_ORIGIN_NONE;
}

static PdImage *need_image(PdImage **image) {
    if (!*image) {
        *image = pd_image_new();
        (*image)->record = pd_record_new();
        (*image)->id = 1;
    }
    return *image;
}

/* property: how the standard writes the field, as a reader would. */
static char *property_of(const PdFieldInfo *info, PdOrigin origin) {
    const char *names = origin == PD_ORIGIN_EXIF ? info->exif : origin == PD_ORIGIN_PNG ? info->png : info->xmp;
    if (origin == PD_ORIGIN_IPTC)
        return g_strdup_printf("%d:%d", info->iim / 1000, info->iim % 1000);
    assert_non_null(names);
    return g_strndup(names, strcspn(names, "|"));
}

static void add_value(PdImage *image, const char *origin_name, const char *key, const char *text) {
    const PdFieldInfo *info = pd_field_by_key(key);
    if (!info)
        fail_msg("no field '%s'", key);
    PdOrigin origin = origin_of(origin_name);
    uint16_t item = 0;
    for (size_t i = 0; i < image->record->n_values; i++)
        if (image->record->values[i].field == info->field && image->record->values[i].origin == origin)
            item++;
    g_autofree char *property = property_of(info, origin);
    PdValue value = {.field = info->field,
                     .origin = origin,
                     .item = item,
                     .at = 100 * image->record->n_values + 100,
                     .property = property,
                     .text = text};
    assert_true(pd_record_add(image->record, &value, pd_limits_default()));
}

static void set_sign(PdImage *image, const char *name) {
    static const struct {
        const char *name;
        PdSign sign;
    } SIGNS[] = {{"truncated", PD_SIGN_TRUNCATED},
                 {"extension", PD_SIGN_EXTENSION},
                 {"edited", PD_SIGN_IIM_EDITED},
                 {"thumbnail", PD_SIGN_THUMBNAIL},
                 {"c2pa", PD_SIGN_C2PA}};
    for (size_t i = 0; i < G_N_ELEMENTS(SIGNS); i++)
        if (strcmp(SIGNS[i].name, name) == 0)
            image->record->signs |= SIGNS[i].sign;
    image->record->format = PD_FORMAT_PNG;
}

static void set_figure(Row *row, PdFigure *figure, const char *key, const char *value) {
    if (strcmp(key, "credit") == 0)
        figure->credit = value;
    else if (strcmp(key, "caption") == 0)
        figure->caption = value;
    else if (strcmp(key, "alt") == 0)
        figure->alt = value;
    else if (strcmp(key, "url") == 0)
        figure->url = value;
    else if (strcmp(key, "data") == 0)
        figure->data = value;
    else if (strcmp(key, "published") == 0)
        row->article->published_at = value;
    else if (strcmp(key, "dialect") == 0)
        row->article->dialect = value;
    else if (strcmp(key, "kind") == 0)
        figure->kind = PD_FIGURE_MEDIA;
    else if (strcmp(key, "role") == 0)
        for (int i = 0; i <= PD_ROLE_META; i++)
            figure->role = strcmp(value, pd_figure_role_name((PdFigureRole)i)) ? figure->role : (PdFigureRole)i;
    else if (strcmp(key, "shown") != 0)
        fail_msg("no cell page.%s", key);
}

static void set_file(PdImage *image, const char *key, const char *value) {
    if (strcmp(key, "path") == 0) {
        g_free(image->path);
        image->path = g_strdup(value);
    } else if (strcmp(key, "quarantine") == 0) {
        image->quarantine = value;
        g_clear_pointer(&image->record, pd_record_free);
    } else if (strcmp(key, "sign") == 0) {
        set_sign(image, value);
    } else if (strcmp(key, "size") == 0) {
        char *end;
        image->record->width_px = (uint32_t)g_ascii_strtoull(value, &end, 10);
        image->record->height_px = (uint32_t)g_ascii_strtoull(end + 1, NULL, 10);
    } else if (strcmp(key, "problem") == 0) {
        pd_record_add_problem(image->record, "jpeg", 77, pd_limits_default(), "%s", value);
    } else {
        fail_msg("no cell file.%s", key);
    }
}

/* ---- rights: "key:value; key:value" */

/* The value of a key, NULL when the row does not say. Lives as long as the row. */
static const char *part(char **parts, const char *key) {
    for (; *parts; parts++) {
        const char *text = *parts + strspn(*parts, " ");
        size_t len = strlen(key);
        if (strncmp(text, key, len) == 0 && text[len] == ':')
            return text + len + 1;
    }
    return NULL;
}

static int64_t number(char **parts, const char *key) {
    const char *text = part(parts, key);
    return text ? g_ascii_strtoll(text, NULL, 10) : 0;
}

static void set_right(Row *row, const char *kind, char **parts) {
    int64_t image = number(parts, "image");
    const char *media[] = {part(parts, "media"), NULL}, *territory[] = {part(parts, "territory"), NULL};
    PdRightScope scope = {media, territory, part(parts, "from"), part(parts, "to")};
    if (!row->rights)
        row->rights = pd_rights_new();
    if (strcmp(kind, "licence") == 0)
        pd_rights_add_licence(row->rights, &(PdLicence){.id = 1,
                                                        .holder = part(parts, "holder"),
                                                        .category = part(parts, "category"),
                                                        .scope = scope,
                                                        .document = part(parts, "document"),
                                                        .images = &image,
                                                        .n_images = image ? 1 : 0});
    else if (strcmp(kind, "lease") == 0)
        pd_rights_add_lease(row->rights, &(PdLease){.id = 4,
                                                    .is_allow = part(parts, "allow") != NULL,
                                                    .party = part(parts, "party"),
                                                    .images = &image,
                                                    .n_images = image ? 1 : 0,
                                                    .scope = scope,
                                                    .who = "ed",
                                                    .why = part(parts, "why")});
    else if (strcmp(kind, "quota") == 0)
        pd_rights_add_quota(row->rights, &(PdQuota){.id = 2,
                                                    .party = part(parts, "party"),
                                                    .period = "month",
                                                    .limit = number(parts, "limit"),
                                                    .used = number(parts, "used")});
    else if (strcmp(kind, "staff") == 0)
        pd_rights_add_staff(
            row->rights,
            &(PdStaff){.id = 3, .name = part(parts, "name"), .kind = "staff", .from = scope.from, .to = scope.to});
    else if (strcmp(kind, "collection") == 0)
        pd_rights_add_collection(
            row->rights,
            &(PdCollection){.id = 5, .party = part(parts, "party"), .name = part(parts, "name"), .is_paid = true});
    else if (strcmp(kind, "suppression") == 0)
        pd_rights_add_suppression(row->rights, &(PdSuppression){.id = 6,
                                                                .rule = part(parts, "rule"),
                                                                .image_id = image,
                                                                .reason = part(parts, "reason"),
                                                                .until = part(parts, "until"),
                                                                .who = "ed"});
    else
        fail_msg("no right '%s'", kind);
}

static bool set_rights(Row *row, const char *key, const char *value) {
    static const char *const KINDS[] = {"licence", "lease", "quota", "staff", "collection", "suppression"};
    for (size_t i = 0; i < G_N_ELEMENTS(KINDS); i++)
        if (strcmp(key, KINDS[i]) == 0) {
            g_auto(GStrv) parts = g_strsplit(value, ";", 16);
            set_right(row, key, parts);
            return true;
        }
    return false;
}

static void set_unlike(Row *row, const char *value) {
    char *end;
    row->has_unlike = true;
    row->unlike.aspect_off = g_ascii_strtod(value, &end);
    row->unlike.distance = (unsigned)g_ascii_strtoull(end + 1, &end, 10);
    row->unlike.is_mirrored = *end == ',';
}

static bool set_plain(Row *row, const char *key, const char *value) {
    static const char *const POLICY_KEYS[][2] = {
        {"house", "[house]\nnames"},         {"territory", "[house]\nterritory"},       {"media", "[house]\nmedia"},
        {"require", "[check]\nrequire"},     {"severity", "[severity]\nrule"},          {"lead-days", "[check]\nlead-days"},
        {"file-days", "[check]\nfile-days"}, {"archive-days", "[check]\narchive-days"}, {"protect", "[check]\nprotect"},
        {"min-side", "[check]\nmin-side"}};
    const struct {
        const char *key;
        const char **to;
    } TEXTS[] = {{"found", &row->found},       {"expected", &row->expected}, {"evidence", &row->evidence},
                 {"says", &row->says},         {"answer", &row->answer},     {"cost", &row->cost},
                 {"category", &row->category}, {"verdict", &row->verdict},   {"first", &row->uses.first_title}};
    for (size_t i = 0; i < G_N_ELEMENTS(TEXTS); i++)
        if (strcmp(key, TEXTS[i].key) == 0) {
            *TEXTS[i].to = value;
            return true;
        }
    for (size_t i = 0; i < G_N_ELEMENTS(POLICY_KEYS); i++)
        if (strcmp(key, POLICY_KEYS[i][0]) == 0) {
            g_string_append_printf(row->policy, "%s = %s\n", POLICY_KEYS[i][1], value);
            return true;
        }
    if (strcmp(key, "score") == 0)
        row->score = g_ascii_strtod(value, NULL);
    else if (strcmp(key, "uses") == 0)
        row->uses.n_others = g_ascii_strtoull(value, NULL, 10);
    else if (strcmp(key, "unlike") == 0)
        set_unlike(row, value);
    else if (strcmp(key, "status") == 0)
        for (int i = 0; i <= PD_PAIR_NO_IMAGE; i++)
            row->status = strcmp(value, pd_pair_status_name((PdPairStatus)i)) ? row->status : (PdPairStatus)i;
    else if (strcmp(key, "now") == 0)
        assert_true(pd_date_interval(value, &row->now_s, &(int64_t){0}));
    else
        return false;
    return true;
}

static void set_cell(Row *row, const char *key, const char *value) {
    g_auto(GStrv) parts = g_strsplit(key, ".", 3);
    guint n = g_strv_length(parts);
    if (n == 1 && (set_plain(row, key, value) || set_rights(row, key, value)))
        return;
    if (n == 2 && strcmp(parts[0], "page") == 0) {
        row->has_figure = true;
        set_figure(row, &row->figure, parts[1], value);
    } else if (n == 2 && strcmp(parts[0], "other") == 0) {
        row->has_other = true;
        set_figure(row, &row->other, parts[1], value);
    } else if (n == 3 && strcmp(parts[0], "twin") == 0)
        add_value(need_image(&row->twin), parts[1], parts[2], value);
    else if (n == 2 && strcmp(parts[0], "file") == 0)
        set_file(need_image(&row->image), parts[1], value);
    else if (n == 2 && strcmp(parts[0], "copy") == 0)
        set_file(need_image(&row->copy), parts[1], value);
    else if (n == 3 && strcmp(parts[0], "copy") == 0)
        add_value(need_image(&row->copy), parts[1], parts[2], value);
    else if (n == 2)
        add_value(need_image(&row->image), parts[0], parts[1], value);
    else
        fail_msg("no cell '%s'", key);
}

/* Values point into cells, which must live as long as the row. */
static void row_init(Row *row, char **cells) {
    *row = (Row){.article = pd_article_new("html"), .status = PD_PAIR_CONFIRMED, .score = 1.0, .policy = g_string_new(NULL)};
    row->figure = (PdFigure){.position = 1, .cue = "figcaption", .sure = 1.0};
    row->other = (PdFigure){.position = 2, .cue = "figcaption", .sure = 1.0};
    for (; *cells; cells++) {
        char *equals = strchr(*cells, '=');
        if (!equals)
            fail_msg("no '=' in '%s'", *cells);
        *equals = '\0';
        set_cell(row, *cells, equals + 1);
    }
    if (row->copy)
        row->copy->id = 2;
    if (row->has_other) { /* the other one stands first */
        row->figure.position = 2;
        row->other.position = 1;
        pd_article_add_figure(row->article, &row->other, pd_limits_default());
        pd_article_add_figure(row->article, &row->figure, pd_limits_default());
    }
    PdImage *images[] = {row->image, row->copy, row->twin};
    for (size_t i = 0; i < G_N_ELEMENTS(images); i++)
        if (images[i] && images[i]->record)
            images[i]->merged = pd_merged_new(images[i]->record);
}

static void row_done(Row *row) {
    pd_image_free(row->image);
    pd_image_free(row->copy);
    pd_image_free(row->twin);
    pd_rights_free(row->rights);
    pd_article_free(row->article);
    g_string_free(row->policy, TRUE);
}

static const PdFinding *finding_of(const GArray *findings, const char *rule) {
    for (guint i = 0; i < findings->len; i++) {
        const PdFinding *finding = &g_array_index(findings, PdFinding, i);
        if (strcmp(finding->rule, rule) == 0)
            return finding;
    }
    return NULL;
}

/* Everything that is wrong is told, not only the first line. */
static unsigned n_wrong;

static void compare(const char *what, const char *wanted, const char *got, const char *line) {
    if (!wanted || (got && strcmp(wanted, got) == 0))
        return;
    n_wrong++;
    print_error("%s is \"%s\", expected \"%s\", in: %s\n", what, got ? got : "(none)", wanted, line);
}

static void judge(const Row *row, const char *rule, const char *expected, const GArray *findings, const char *line) {
    const PdFinding *finding = finding_of(findings, rule);
    const char *got = finding ? pd_severity_name(finding->severity) : "pass";
    if (strcmp(got, expected) != 0) {
        n_wrong++;
        print_error("%s gives %s, expected %s, in: %s\n  %s\n", rule, got, expected, line, finding ? finding->message : "");
    }
    if (!finding)
        return;
    assert_non_null(finding->message);
    assert_non_null(finding->suggestion);
    compare("found", row->found, finding->found, line);
    compare("expected", row->expected, finding->expected, line);
    compare("evidence", row->evidence, finding->evidence, line);
    compare("message", row->says, finding->message, line);
    compare("answer", row->answer, finding->answer, line);
}

/* ---- look-ups as the catalogue would answer them */

static bool kin(void *user, const PdImage *image, const PdImage *const **out, size_t *out_n) {
    const Row *row = user;
    (void)image;
    *out = (const PdImage *const *)&row->twin;
    *out_n = row->twin ? 1 : 0;
    return row->twin != NULL;
}

static bool other_uses(void *user, const PdUse *use, PdOtherUses *out) {
    (void)use;
    *out = ((const Row *)user)->uses;
    return out->n_others > 0;
}

static bool unlike(void *user, const PdImage *image, const PdImage *copy, PdUnlikeness *out) {
    (void)image;
    (void)copy;
    *out = ((const Row *)user)->unlike;
    return ((const Row *)user)->has_unlike;
}

static void check_line(const char *line) {
    g_auto(GStrv) cells = g_strsplit(line, "\t", -1);
    for (char **cell = cells; *cell; cell++) {
        char *plain = g_strcompress(*cell);
        g_free(*cell);
        *cell = plain;
    }
    Row row;
    row_init(&row, cells + 2);
    g_autoptr(GError) error = NULL;
    g_autoptr(PdPolicy) policy = pd_policy_parse(row.policy->str, row.policy->len, NULL, &error);
    if (!policy)
        fail_msg("%s, in: %s", error->message, line);
    PdUse use = {.article = row.has_figure ? row.article : NULL,
                 .figure = row.has_figure ? &row.figure : NULL,
                 .image = row.image,
                 .rendition = row.copy,
                 .status = row.image                         ? row.status
                           : row.status == PD_PAIR_CONFIRMED ? PD_PAIR_UNMATCHED
                                                             : row.status,
                 .score = row.score};
    PdUseCredits credits;
    pd_desk_use_credits_init(&credits, &use);
    g_autoptr(GArray) findings = pd_check_findings_new();
    PdCheckContext context = {.policy = policy,
                              .rights = row.rights,
                              .now_s = row.now_s,
                              .lookups = {.user = &row, .kin = kin, .other_uses = other_uses, .compare = unlike}};
    PdCheckResult result = pd_check_use(&use, &context, findings);
    judge(&row, cells[0], cells[1], findings, line);
    compare("cost", row.cost, pd_cost_name(result.cost), line);
    compare("category", row.category, result.category, line);
    compare("verdict", row.verdict, pd_verdict_name(result.verdict), line);
    if (strcmp(cells[1], "error") == 0 && !row.answer)
        assert_int_equal(result.verdict, PD_VERDICT_BLOCKED);
    pd_desk_use_credits_done(&credits);
    row_done(&row);
}

static char **read_lines(void) {
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    if (!g_file_get_contents(PD_TESTS_DIR "/tables/rules.tsv", &text, NULL, &error))
        fail_msg("%s", error->message);
    return g_strsplit(text, "\n", -1);
}

static void test_rules__say_what_the_table_expects(void **state) {
    (void)state;
    g_auto(GStrv) lines = read_lines();
    for (char **line = lines; *line; line++)
        if (**line && **line != '#')
            check_line(*line);
    assert_int_equal(n_wrong, 0);
}

static bool has_line(char **lines, const char *rule, bool passes) {
    g_autofree char *start = g_strdup_printf("%s\t", rule);
    for (; *lines; lines++)
        if (g_str_has_prefix(*lines, start) && passes == g_str_has_prefix(*lines + strlen(start), "pass"))
            return true;
    return false;
}

static void test_rules__have_a_passing_and_a_failing_line_each(void **state) {
    (void)state;
    g_auto(GStrv) lines = read_lines();
    for (const PdRule *const *rule = pd_check_rules(); *rule; rule++)
        if (!has_line(lines, (*rule)->id, true) || !has_line(lines, (*rule)->id, false))
            fail_msg("%s has no passing or no failing line in rules.tsv", (*rule)->id);
}

static void test_rules__tell_everything_about_themselves(void **state) {
    (void)state;
    for (const PdRule *const *rule = pd_check_rules(); *rule; rule++) {
        assert_ptr_equal(pd_check_rule_find((*rule)->id), *rule);
        assert_true(strlen((*rule)->summary) > 20 && strlen((*rule)->standard) > 5 && (*rule)->group);
        assert_true(g_str_has_suffix((*rule)->help, "\n"));
        assert_true((*rule)->severity > PD_SEVERITY_OFF);
    }
    assert_null(pd_check_rule_find("no-such-rule"));
}

static void test_rules__obey_the_policy(void **state) {
    (void)state;
    PdArticle *article = pd_article_new("flat");
    PdFigure figure = {.position = 1, .cue = "label", .caption = "A bridge"};
    PdUse use = {.article = article, .figure = &figure};
    static const struct {
        const char *policy;
        PdVerdict verdict;
    } CASES[] = {{"", PD_VERDICT_BLOCKED},
                 {"[severity]\nmissing-credit = warning\n", PD_VERDICT_REVIEW},
                 {"[severity]\nmissing-credit = off\norphan-image = notice\n", PD_VERDICT_CLEAR}};
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autoptr(PdPolicy) policy = pd_policy_parse(CASES[i].policy, strlen(CASES[i].policy), pd_check_is_rule, NULL);
        g_autoptr(GArray) findings = pd_check_findings_new();
        PdCheckContext context = {.policy = policy};
        assert_int_equal(pd_check_use(&use, &context, findings).verdict, CASES[i].verdict);
        for (guint k = 1; k < findings->len; k++)
            assert_true(g_array_index(findings, PdFinding, k - 1).severity >=
                        g_array_index(findings, PdFinding, k).severity);
    }
    pd_article_free(article);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules__say_what_the_table_expects),
        cmocka_unit_test(test_rules__have_a_passing_and_a_failing_line_each),
        cmocka_unit_test(test_rules__tell_everything_about_themselves),
        cmocka_unit_test(test_rules__obey_the_policy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
