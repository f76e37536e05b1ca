/* The pages of `inspect` (cli/page.h). A row begins with its mark: '!' the standards disagree, '?' a problem of the file. */
#include "cli/page.h"

#include <string.h>

#include "cli/wrap.h"
#include "codec/damage.h"
#include "codec/text.h"

enum { LABEL = 22, LONGEST_LABEL = 34, INDENT = 4, GAP = 1, NARROW = 60 };

typedef struct {
    GString *out;
    unsigned n_columns; /* 0 = do not wrap */
    unsigned n_label;   /* width of the labels */
} Page;

/* The text with its note behind it; the first line begins where it stands. */
static void append_text(const Page *page, const char *text, const char *note, unsigned indent) {
    g_autofree char *whole = *note ? g_strdup_printf("%s  [%s]", text, note) : g_strdup(text);
    pd_cli_append_wrapped(page->out, whole, indent, page->n_columns);
}

/* One row. On a narrow terminal the text goes below its label. */
static void append_row(const Page *page, char mark, const char *label, const char *text, const char *note) {
    g_autofree char *safe = pd_text_printable(text), *name = pd_text_printable(label);
    bool is_narrow = page->n_columns > 0 && page->n_columns < NARROW;
    unsigned width = pd_cli_width(name), indent = is_narrow ? INDENT + 2 : INDENT + page->n_label + GAP;
    g_string_append_printf(page->out, "  %c %s", mark, name);
    if (is_narrow) {
        g_string_append_c(page->out, '\n');
        pd_cli_pad(page->out, indent);
    } else {
        pd_cli_pad(page->out, GAP + page->n_label - MIN(page->n_label, width));
    }
    append_text(page, *safe ? safe : "(nothing)", note, indent);
}

static void append_title(const Page *page, const char *path) {
    g_autofree char *safe = pd_text_printable(path);
    g_string_append_printf(page->out, "%s\n", safe);
}

static void append_problems(const Page *page, const PdProblem *problems, size_t n) {
    for (size_t i = 0; i < n; i++) {
        g_autofree char *place =
            problems[i].at == PD_AT_UNKNOWN
                ? g_strdup(problems[i].block)
                : g_strdup_printf("%s, byte %" G_GUINT64_FORMAT, problems[i].block, (guint64)problems[i].at);
        append_row(page, '?', "problem", problems[i].what, place);
    }
}

/* ---- the values of an image ---- */

static char *said_text(const PdSaid *said) {
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < said->n_items; i++) {
        const PdValue *value = said->items[i];
        g_string_append_printf(out, "%s%s", i ? "; " : "", value->text);
        if (value->uri && strcmp(value->uri, value->text) != 0)
            g_string_append_printf(out, " <%s>", value->uri);
    }
    g_autofree char *text = g_string_free(out, FALSE);
    return pd_text_tidy(text);
}

/* Origins that say the same are told together. */
typedef struct {
    char *text;
    GString *origins;
} Word;

static void clear_word(gpointer data) {
    Word *word = data;
    g_free(word->text);
    g_string_free(word->origins, TRUE);
}

static void note_word(GArray *words, const PdSaid *said) {
    g_autofree char *text = said_text(said);
    g_autofree char *mended = NULL, *origin = g_strconcat(pd_origin_name(said->origin), said->is_cut ? " (cut short)" : "",
                                                          pd_text_damage(text, &mended) ? " (damaged)" : "", NULL);
    for (guint i = 0; i < words->len; i++) {
        const Word *word = &g_array_index(words, Word, i);
        if (strcmp(word->text, text) == 0) {
            g_string_append_printf(word->origins, ", %s", origin);
            return;
        }
    }
    Word word = {g_steal_pointer(&text), g_string_new(origin)};
    g_array_append_val(words, word);
}

static void append_field(const Page *page, const PdMerged *merged, PdField field, bool with_all) {
    size_t n;
    const PdSaid *const *said = pd_merged_said(merged, field, &n);
    bool has_conflict = n > 1 && pd_merged_has_conflict(merged, field);
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
    g_array_set_clear_func(words, clear_word);
    for (size_t i = 0; i < n; i++)
        note_word(words, said[i]);
    for (guint i = 0; i < (has_conflict || with_all ? words->len : MIN(words->len, 1)); i++) {
        const Word *word = &g_array_index(words, Word, i);
        append_row(page, has_conflict ? '!' : ' ', i ? "" : pd_field_info(field)->label, word->text, word->origins->str);
    }
}

static void append_fields(const Page *page, const PdMerged *merged, bool with_all) {
    for (PdField field = 1; field < PD_N_FIELDS; field++)
        append_field(page, merged, field, with_all);
}

/* What is known of the file beside its values. */
static void append_signs(const Page *page, const PdRecord *record) {
    static const struct {
        uint32_t sign;
        const char *text, *note;
    } SIGNS[] = {{PD_SIGN_IIM_EDITED, "IPTC was edited after XMP: it goes first", "Photoshop's digest"},
                 {PD_SIGN_C2PA, "a C2PA manifest; its signature is not checked", "c2pa"},
                 {PD_SIGN_EXTENDED_XMP, "extended XMP, put together and checked", "xmp"}};
    for (size_t i = 0; i < G_N_ELEMENTS(SIGNS); i++)
        if (record->signs & SIGNS[i].sign)
            append_row(page, ' ', "File", SIGNS[i].text, SIGNS[i].note);
    if (record->signs & PD_SIGN_THUMBNAIL) {
        g_autofree char *text = g_strdup_printf("a thumbnail of %" G_GUINT64_FORMAT " bytes at byte %" G_GUINT64_FORMAT,
                                                (guint64)record->thumbnail_bytes, (guint64)record->thumbnail_at);
        append_row(page, ' ', "File", text, "exif");
    }
}

/* ---- everything found ---- */

static GHashTable *chosen_values(const PdMerged *merged) {
    GHashTable *chosen = g_hash_table_new(NULL, NULL);
    for (PdField field = 1; field < PD_N_FIELDS; field++) {
        size_t n;
        const PdSaid *const *said = pd_merged_said(merged, field, &n);
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < said[i]->n_items; k++)
                g_hash_table_add(chosen, (gpointer)said[i]->items[k]);
    }
    return chosen;
}

/* Previews and settings of programs are long and say nothing to people. Takes text over. */
static char *shortened(char *text) {
    enum { LONGEST = 400, SHOWN = 300 };
    size_t len = strlen(text);
    if (len <= LONGEST)
        return text;
    const char *end = g_utf8_find_prev_char(text, text + SHOWN);
    char *out = g_strdup_printf("%.*s … (%zu bytes)", (int)(end - text), text, len);
    g_free(text);
    return out;
}

/* Other languages, further blocks, texts of machines, and the properties that have no field. */
static void append_rest(Page *page, const PdInspected *inspected) {
    g_autoptr(GHashTable) chosen = chosen_values(inspected->merged);
    const PdRecord *record = inspected->record;
    for (size_t i = 0; i < record->n_values; i++)
        page->n_label = MAX(page->n_label, MIN(pd_cli_width(record->values[i].property), LONGEST_LABEL));
    g_string_append_c(page->out, '\n');
    for (size_t i = 0; i < record->n_values; i++) {
        const PdValue *value = &record->values[i];
        if (g_hash_table_contains(chosen, value))
            continue;
        g_autofree char *text = shortened(pd_text_tidy(value->text));
        g_autofree char *note =
            g_strdup_printf("%s%s%s%s", pd_origin_name(value->origin), value->lang ? ", " : "",
                            value->lang ? value->lang : "", value->flags & PD_VALUE_JUNK ? ", not chosen" : "");
        append_row(page, ' ', value->property, text, note);
    }
}

static void append_image(Page *page, const PdInspected *inspected, bool with_all) {
    const PdRecord *record = inspected->record;
    g_autofree char *size = record->width_px ? g_strdup_printf("%s, %u x %u pixels", pd_format_name(record->format),
                                                               record->width_px, record->height_px)
                                             : g_strdup(pd_format_name(record->format));
    append_row(page, ' ', record->format == PD_FORMAT_XMP ? "Sidecar" : "Image", size, "");
    append_fields(page, inspected->merged, with_all);
    append_signs(page, record);
    append_problems(page, record->problems, record->n_problems);
    if (with_all && record->n_values > 0)
        append_rest(page, inspected);
}

/* ---- an article ---- */

static void append_nullable(const Page *page, const char *label, const char *text, const char *note) {
    if (text)
        append_row(page, ' ', label, text, note);
}

static void append_figure(const Page *page, const PdFigure *figure) {
    g_autofree char *label = g_strdup_printf("%u %s", figure->position, pd_figure_kind_name(figure->kind));
    g_autofree char *note = g_strdup_printf("%s, by %s", pd_figure_role_name(figure->role), figure->cue);
    append_row(page, ' ', label, figure->caption ? figure->caption : "(no caption)", note);
    append_row(page, ' ', "  Credit Line", figure->credit ? figure->credit : "(none)", "");
    append_nullable(page, "  Address", figure->url, "");
    append_nullable(page, "  Alt Text", figure->alt, "");
}

static void append_article(const Page *page, const PdArticle *article) {
    append_row(page, ' ', "Article", article->title ? article->title : "(no title)", article->dialect);
    append_nullable(page, "Address", article->url, "");
    append_nullable(page, "Published", article->published_at, "");
    append_nullable(page, "Language", article->language, "");
    for (size_t i = 0; i < article->n_figures; i++)
        append_figure(page, &article->figures[i]);
    if (article->n_figures == 0)
        append_row(page, ' ', "Figures", "none", "");
    append_problems(page, article->problems, article->n_problems);
}

void pd_cli_page(GString *out, const PdInspected *inspected, bool with_all, unsigned n_columns) {
    Page page = {.out = out, .n_columns = n_columns, .n_label = LABEL};
    append_title(&page, inspected->path);
    if (inspected->record)
        append_image(&page, inspected, with_all);
    else
        append_article(&page, inspected->article);
    g_string_append_c(out, '\n');
}
