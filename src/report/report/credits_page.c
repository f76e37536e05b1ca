/* Report credits-page: the picture credits of what was published, grouped by provider with the places where each picture
 * stands, as printed at the back of a book or magazine. Figures whose credit nobody knows come last, under a heading that
 * cannot be overlooked. */
#include <string.h>

#include "codec/text.h"
#include "report/cells.h"

static const char NOBODY[] = "Credit missing";

typedef struct {
    char *provider, *line;
    GString *places;
} Entry;

static void entry_free(void *memory) {
    Entry *entry = memory;
    g_free(entry->provider);
    g_free(entry->line);
    g_string_free(entry->places, TRUE);
    g_free(entry);
}

static void *open_page(void) {
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
}

static void close_page(void *state) {
    g_hash_table_unref(state);
}

static const PdCredit *credit_of(const PdUse *use) {
    const PdCredit *const credits[] = {use->embedded, use->printed, use->in_caption};
    for (size_t i = 0; i < G_N_ELEMENTS(credits); i++)
        if (credits[i] && (credits[i]->n_chain > 0 || credits[i]->n_creators > 0))
            return credits[i];
    return NULL;
}

static const char *provider_of(const PdCredit *credit) {
    if (!credit)
        return NOBODY;
    if (credit->via)
        return credit->via->name;
    if (credit->n_chain > 0)
        return credit->agencies[credit->chain[credit->n_chain - 1]].name;
    return credit->creators[0];
}

/* Whom to name under the provider: the creators and what comes before the provider in the chain. */
static char *line_of(const PdCredit *credit, const char *provider) {
    GString *line = g_string_new(NULL);
    for (size_t i = 0; credit && i < credit->n_creators; i++)
        if (!pd_text_same(credit->creators[i], provider))
            g_string_append_printf(line, "%s%s", line->len ? ", " : "", credit->creators[i]);
    for (size_t i = 0; credit && i < credit->n_chain; i++) {
        const char *name = credit->agencies[credit->chain[i]].name;
        if (!pd_text_same(name, provider))
            g_string_append_printf(line, "%s%s", line->len ? " / " : "", name);
    }
    if (credit && credit->licence)
        g_string_append_printf(line, "%s%s", line->len ? ", " : "", credit->licence);
    return g_string_free(line, FALSE);
}

static void append_place(Entry *entry, const PdUse *use) {
    g_autofree char *file = g_path_get_basename(use->article_path ? use->article_path : "");
    g_autofree char *name = pd_text_printable(use->article && use->article->title ? use->article->title : file);
    g_autofree char *start = g_strdup_printf("%s (", name);
    char *last = entry->places->len ? strrchr(entry->places->str, ';') : NULL;
    const char *last_place = last ? last + 2 : entry->places->str;
    if (g_str_has_prefix(last_place, start)) {
        g_string_truncate(entry->places, entry->places->len - 1);
        g_string_append_printf(entry->places, ", %u)", use->figure->position);
    } else {
        g_string_append_printf(entry->places, "%s%s%u)", entry->places->len ? "; " : "", start, use->figure->position);
    }
}

static void each_item(const PdUse *use, const PdReportRun *run, PdItemFunc emit, void *user) {
    (void)emit;
    (void)user;
    if (!use->figure)
        return;
    GHashTable *entries = run->state; /* "provider\nline", folded, to Entry */
    const PdCredit *credit = credit_of(use);
    const char *provider = provider_of(credit);
    g_autofree char *line = line_of(credit, provider);
    g_autofree char *both = g_strdup_printf("%s\n%s", provider, line);
    g_autofree char *key = pd_text_fold(both);
    Entry *entry = g_hash_table_lookup(entries, key);
    if (!entry) {
        entry = g_new0(Entry, 1);
        entry->provider = g_strdup(provider);
        entry->line = g_steal_pointer(&line);
        entry->places = g_string_new(NULL);
        g_hash_table_insert(entries, g_steal_pointer(&key), entry);
    }
    append_place(entry, use);
}

static int compare_folded(const char *a, const char *b) {
    g_autofree char *folded_a = pd_text_fold(a);
    g_autofree char *folded_b = pd_text_fold(b);
    int by_fold = strcmp(folded_a, folded_b);
    return by_fold ? by_fold : strcmp(a, b);
}

static int compare(const void *a, const void *b) {
    const Entry *x = *(const Entry *const *)a, *y = *(const Entry *const *)b;
    bool is_x_last = strcmp(x->provider, NOBODY) == 0, is_y_last = strcmp(y->provider, NOBODY) == 0;
    if (is_x_last != is_y_last)
        return is_x_last ? 1 : -1;
    int by_provider = compare_folded(x->provider, y->provider);
    return by_provider ? by_provider : compare_folded(x->line, y->line);
}

static void finish(const PdReportRun *run, PdItemFunc emit, void *user) {
    g_autoptr(GPtrArray) entries = g_ptr_array_new();
    GHashTableIter each;
    gpointer entry;
    g_hash_table_iter_init(&each, run->state);
    while (g_hash_table_iter_next(&each, NULL, &entry))
        g_ptr_array_add(entries, entry);
    g_ptr_array_sort(entries, compare);
    for (size_t i = 0; i < entries->len; i++)
        emit(&(PdReportItem){.run = run, .row = entries->pdata[i]}, user);
}

static void fill_provider(const PdReportItem *item, GString *cell) {
    g_string_append(cell, ((const Entry *)item->row)->provider);
}

static void fill_line(const PdReportItem *item, GString *cell) {
    g_string_append(cell, ((const Entry *)item->row)->line);
}

static void fill_places(const PdReportItem *item, GString *cell) {
    g_string_append(cell, ((const Entry *)item->row)->places->str);
}

static const PdColumn COLUMNS[] = {
    {"schema", "version of these columns", PD_CELL_TEXT, pd_cell_schema},
    {"provider", "who delivered the pictures: the last of the chain, else the creator", PD_CELL_TEXT, fill_provider},
    {"credit_line", "whom to name beside the provider, and the licence", PD_CELL_TEXT, fill_line},
    {"places", "articles, and the numbers of the figures in them", PD_CELL_TEXT, fill_places},
};

const PdReport pd_report_credits_page = {
    .name = "credits-page",
    .summary = "Picture credits",
    .columns = COLUMNS,
    .n_columns = G_N_ELEMENTS(COLUMNS),
    .brief = "provider,credit_line,places",
    .heading = "provider",
    .primary_key = "provider,credit_line",
    .usual_format = "html",
    .is_about_figures = true,
    .open = open_page,
    .each_item = each_item,
    .finish = finish,
    .close = close_page,
};
