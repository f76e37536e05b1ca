/* Cells of rights as people write them (desk/rights.h): one reader for each type. */
#include "desk/rights.h"

#include <string.h>

#include "codec/money.h"
#include "codec/nearest.h"
#include "codec/text.h"
#include "credit/lexicon.h"
#include "credit/restriction_lexicon.h"
#include "desk/decisions.h"
#include "picdesk/check.h"
#include "picdesk/error.h"
#include "picdesk/grammar.h"

typedef bool (*ReadFunc)(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error);

static bool refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool refuse(GError **error, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error_literal(error, PD_ERROR, PD_ERROR_ARG, message);
    return false;
}

/* ---- words */

static bool read_text(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)catalog, (void)column, (void)error;
    *out = g_strdup(text);
    return true;
}

static bool read_slug(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)catalog, (void)column;
    static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (strspn(text, LETTERS) != strlen(text) || !g_ascii_isalnum(*text))
        return refuse(error, "'%s' is no slug; use lower-case letters, digits and '-'", text);
    *out = g_strdup(text);
    return true;
}

static bool read_word(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)catalog;
    g_auto(GStrv) words = g_strsplit(column->words, "|", -1);
    const char *near = NULL;
    for (char **word = words; *word; word++) {
        if (g_ascii_strcasecmp(*word, text) == 0) {
            *out = g_strdup(*word);
            return true;
        }
        near = !near && pd_word_is_near(text, *word) ? *word : near;
    }
    g_autofree char *list = g_strjoinv(", ", words);
    return near ? refuse(error, "no '%s'; did you mean '%s'?", text, near)
                : refuse(error, "no '%s'; there are %s", text, list);
}

static bool read_category(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    g_autoptr(GString) names = g_string_new(NULL);
    for (const PdUsageCategory *row = pd_usage_categories; row->name; row++)
        g_string_append_printf(names, "%s%s", names->len ? "|" : "", row->name);
    PdRightsColumn with_words = *column;
    with_words.words = names->str;
    return read_word(catalog, &with_words, text, out, error);
}

static bool read_rule(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)catalog, (void)column;
    const char *near = NULL;
    if (pd_check_is_rule(text)) {
        *out = g_strdup(text);
        return true;
    }
    for (const PdRule *const *rule = pd_check_rules(); *rule && !near; rule++)
        near = pd_word_is_near(text, (*rule)->id) ? (*rule)->id : NULL;
    return near ? refuse(error, "there is no rule '%s'; did you mean '%s'?", text, near)
                : refuse(error, "there is no rule '%s'; 'picdesk rules' lists them", text);
}

/* ---- numbers and days */

static bool read_day(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)catalog, (void)column;
    bool has_form = strlen(text) == 10 && text[4] == '-' && text[7] == '-' && strspn(text, "0123456789-") == 10;
    guint64 year = has_form ? g_ascii_strtoull(text, NULL, 10) : 0,
            month = has_form ? g_ascii_strtoull(text + 5, NULL, 10) : 0;
    guint64 day = has_form ? g_ascii_strtoull(text + 8, NULL, 10) : 0;
    if (!has_form || month < 1 || month > 12 || day < 1 || day > 31 || year < 1 ||
        !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        return refuse(error, "'%s' is no day; write YYYY-MM-DD", text);
    *out = g_strdup(text);
    return true;
}

static bool read_count(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)catalog, (void)column;
    guint64 number = 0;
    if (!g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT32, &number, NULL))
        return refuse(error, "'%s' is no whole number from 0 on", text);
    *out = g_strdup_printf("%" G_GUINT64_FORMAT, number);
    return true;
}

static bool read_currency(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)catalog, (void)column;
    g_autofree char *code = g_ascii_strup(text, -1);
    if (pd_currency_decimals(code) < 0)
        return refuse(error, "'%s' is no currency of ISO 4217, such as EUR", text);
    *out = g_steal_pointer(&code);
    return true;
}

/* ---- lists */

/* Reads each item by itself. */
static bool read_items(const char *text, const char *separators,
                       bool (*read)(const char *item, GPtrArray *out, GError **error), char **out, GError **error) {
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) parts = g_strsplit_set(text, separators, -1);
    g_autoptr(GString) joined = g_string_new(NULL);
    for (char **part = parts; *part; part++)
        if (*g_strstrip(*part) && !read(*part, items, error))
            return false;
    for (guint i = 0; i < items->len; i++)
        g_string_append_printf(joined, "%s%s", i ? " | " : "", (const char *)items->pdata[i]);
    *out = joined->len ? g_strdup(joined->str) : NULL;
    return true;
}

static void add_once(GPtrArray *items, const char *item) {
    if (!g_ptr_array_find_with_equal_func(items, item, g_str_equal, NULL))
        g_ptr_array_add(items, g_strdup(item));
}

static bool read_name(const char *item, GPtrArray *out, GError **error) {
    (void)error;
    add_once(out, item);
    return true;
}

static bool read_names(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)catalog, (void)column;
    return read_items(text, "|", read_name, out, error);
}

static bool read_one_medium(const char *item, GPtrArray *out, GError **error) {
    g_autofree char *folded = pd_text_words(item);
    const char *medium = pd_restriction_medium(folded);
    if (!medium)
        return refuse(error, "'%s' is no medium; write web, print, newspaper, magazine, books, broadcast, social-media …",
                      item);
    add_once(out, medium);
    return true;
}

static bool read_media(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)catalog, (void)column;
    return read_items(text, "|,;", read_one_medium, out, error);
}

static bool read_medium(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)catalog, (void)column;
    return read_items(text, "", read_one_medium, out, error);
}

static bool read_one_territory(const char *item, GPtrArray *out, GError **error) {
    bool is_code;
    g_autofree char *folded = pd_text_words(item);
    const char *found = pd_restriction_territory(folded, &is_code);
    if (!found)
        return refuse(error, "'%s' is no country or region; write a code of ISO 3166, such as DE, or its English name",
                      item);
    g_auto(GStrv) codes = g_strsplit(found, "+", -1);
    for (char **code = codes; *code; code++)
        add_once(out, *code);
    return true;
}

static bool read_territory(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)catalog, (void)column;
    return read_items(text, "|,;", read_one_territory, out, error);
}

/* ---- what the catalogue and the lexicon know */

static bool read_party(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)catalog, (void)column;
    g_autofree char *folded = pd_text_words(text);
    const PdLexiconParty *row = pd_credit_lexicon_slug(text);
    const PdParty *party = row ? &row->party : pd_party_find(text);
    const PdLexiconParty *near = party ? NULL : pd_credit_lexicon_near(folded, true);
    if (near)
        return refuse(error, "'%s' is no known party; did you mean '%s'? If not, add it with 'rights party add'", text,
                      near->party.name);
    *out = g_strdup(party && party->slug ? party->slug : text);
    return true;
}

static bool read_image(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)column;
    int64_t id = 0;
    if (!pd_desk_find_image(catalog, text, &id, error))
        return false;
    g_autoptr(PdImage) image = pd_catalog_image(catalog, id, error);
    if (image)
        *out = g_strdup(image->uid);
    return image != NULL;
}

static bool read_images(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    g_autoptr(GPtrArray) uids = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) parts = g_strsplit(text, "|", -1);
    for (char **part = parts; *part; part++) {
        g_autofree char *uid = NULL;
        if (*g_strstrip(*part) && !read_image(catalog, column, *part, &uid, error))
            return false;
        if (uid)
            add_once(uids, uid);
    }
    g_ptr_array_add(uids, NULL);
    *out = uids->len > 1 ? g_strjoinv(" | ", (char **)uids->pdata) : NULL;
    return true;
}

static bool read_article(PdCatalog *catalog, const PdRightsColumn *column, const char *text, char **out, GError **error) {
    (void)column;
    int64_t id = 0;
    return pd_catalog_find_article(catalog, text, &id, error) && pd_catalog_article_key(catalog, id, out, error);
}

/* A fee is read with its currency, when the row is whole. */
static const ReadFunc READERS[] = {
    [PD_CELL_TEXT] = read_text,           [PD_CELL_SLUG] = read_slug,         [PD_CELL_NAMES] = read_names,
    [PD_CELL_WORD] = read_word,           [PD_CELL_DAY] = read_day,           [PD_CELL_COUNT] = read_count,
    [PD_CELL_MONEY] = read_text,          [PD_CELL_CURRENCY] = read_currency, [PD_CELL_CATEGORY] = read_category,
    [PD_CELL_PARTY] = read_party,         [PD_CELL_MEDIUM] = read_medium,     [PD_CELL_MEDIA] = read_media,
    [PD_CELL_TERRITORY] = read_territory, [PD_CELL_IMAGE] = read_image,       [PD_CELL_IMAGES] = read_images,
    [PD_CELL_ARTICLE] = read_article,     [PD_CELL_RULE] = read_rule,
};

bool pd_desk_right_cell(PdCatalog *catalog, const PdRightsColumn *column, const char *typed, char **out, GError **error) {
    g_autofree char *tidy = pd_text_tidy(typed);
    char *cell = NULL;
    if (!pd_text_is_blank(tidy) && !READERS[column->type](catalog, column, tidy, &cell, error)) {
        g_prefix_error(error, "%s: ", column->name);
        return false;
    }
    *out = cell;
    return true;
}
