/* Report expiring: what may soon no longer be used, or may not be used any more, and where it still stands; a row for each
 * end of each picture, the nearest first. */
#include <string.h>

#include "codec/date.h"
#include "report/cells.h"
#include "report/own.h"

enum { DAY_BYTES = sizeof "2026-11-22" - 1, DAY_S = 86400 };

typedef struct {
    const char *image, *path, *agency, *supplier_id, *holder, *category, *starts_on, *ends_on, *basis, *wording;
    GString *urls; /* of the articles that still show it */
    const char *last_used_on;
    gint64 licence_id, days_left, live_count;
} Row;

PD_OWN_TEXT(Row, image)
PD_OWN_TEXT(Row, path)
PD_OWN_TEXT(Row, agency)
PD_OWN_TEXT(Row, supplier_id)
PD_OWN_TEXT(Row, holder)
PD_OWN_TEXT(Row, category)
PD_OWN_TEXT(Row, starts_on)
PD_OWN_TEXT(Row, ends_on)
PD_OWN_TEXT(Row, basis)
PD_OWN_TEXT(Row, wording)
PD_OWN_TEXT(Row, last_used_on)
PD_OWN_NUMBER(Row, licence_id)

static void fill_days_left(const PdReportItem *item, GString *cell) {
    g_string_append_printf(cell, "%" G_GINT64_FORMAT, ((const Row *)item->row)->days_left);
}

static void fill_live_count(const PdReportItem *item, GString *cell) {
    g_string_append_printf(cell, "%" G_GINT64_FORMAT, ((const Row *)item->row)->live_count);
}

static void fill_urls(const PdReportItem *item, GString *cell) {
    g_string_append(cell, ((const Row *)item->row)->urls->str);
}

static void fill_action(const PdReportItem *item, GString *cell) {
    const Row *row = item->row;
    if (row->days_left < 0)
        g_string_append(cell, row->live_count > 0 ? "take out" : "do not use again");
    else
        g_string_append(cell, row->live_count > 0 ? "renew or take out" : "renew if still wanted");
}

typedef struct {
    PdOwnRows *own;   /* the texts */
    GHashTable *rows; /* what ends, by image, basis and day, to Row */
} Ends;

static void row_free(void *memory) {
    g_string_free(((Row *)memory)->urls, TRUE);
    g_free(memory);
}

static void *open_ends(void) {
    Ends *ends = g_new(Ends, 1);
    ends->own = pd_own_rows_new(sizeof(Row));
    ends->rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, row_free);
    return ends;
}

static void close_ends(void *state) {
    Ends *ends = state;
    pd_own_rows_free(ends->own);
    g_hash_table_unref(ends->rows);
    g_free(ends);
}

/* Whole days from one day to another, below zero for one that is over. */
static gint64 days_between(const char *from, const char *to) {
    int64_t from_s = 0, to_s = 0, end_s;
    g_autofree char *first = g_strndup(from, DAY_BYTES);
    if (!pd_date_interval(first, &from_s, &end_s) || !pd_date_interval(to, &to_s, &end_s))
        return 0;
    return (to_s - from_s) / DAY_S;
}

static const char *agency_of(const PdUse *use) {
    const PdCredit *credit = pd_cell_best_credit(use);
    if (!credit || credit->n_chain == 0)
        return NULL;
    return credit->via ? credit->via->name : credit->agencies[credit->chain[credit->n_chain - 1]].name;
}

static Row *add_row(Ends *ends, const PdReportItem *item, const PdEnd *end) {
    PdOwnRows *own = ends->own;
    Row *row = g_new0(Row, 1);
    row->urls = g_string_new(NULL);
    row->image = pd_own_cell(own, pd_cell_image_id, item);
    row->path = pd_own_cell(own, pd_cell_file_path, item);
    row->agency = pd_own_text(own, agency_of(item->use));
    row->supplier_id = pd_own_cell(own, pd_cell_supplier_image_id, item);
    row->holder = pd_own_text(own, end->holder);
    row->category = pd_own_text(own, item->use->category);
    row->starts_on = pd_own_text(own, end->starts_on);
    row->ends_on = pd_own_text(own, end->ends_on);
    row->basis = end->basis;
    row->wording = pd_own_text(own, end->wording);
    row->licence_id = end->licence_id;
    row->days_left = days_between(item->run->run_at, end->ends_on);
    return row;
}

/* A figure of a present article shows the picture. */
static void note_use(Ends *ends, Row *row, const PdReportItem *item) {
    const PdUse *use = item->use;
    g_autoptr(GString) url = g_string_new(NULL);
    pd_cell_article_url(item, url);
    if (url->len == 0)
        pd_cell_article_path(item, url);
    row->live_count++;
    g_string_append_printf(row->urls, "%s%s", row->urls->len ? " | " : "", url->str);
    const char *published_at = use->article ? use->article->published_at : NULL;
    g_autofree char *day = published_at ? g_strndup(published_at, DAY_BYTES) : NULL;
    if (day && g_strcmp0(day, row->last_used_on) > 0)
        row->last_used_on = pd_own_text(ends->own, day);
}

static void each_item(const PdUse *use, const PdReportRun *run, PdItemFunc emit, void *user) {
    (void)emit;
    (void)user;
    Ends *ends = run->state;
    const PdReportItem item = {.use = use, .run = run};
    for (size_t i = 0; use->image && i < use->n_ends; i++) {
        const PdEnd *end = &use->ends[i];
        if (days_between(run->run_at, end->ends_on) > run->days)
            continue;
        char *key = g_strdup_printf("%s %s %s %" G_GINT64_FORMAT, use->image->uid, end->basis, end->ends_on,
                                    (gint64)end->licence_id);
        Row *row = g_hash_table_lookup(ends->rows, key);
        if (row)
            g_free(key);
        else
            g_hash_table_insert(ends->rows, key, row = add_row(ends, &item, end));
        if (use->figure)
            note_use(ends, row, &item);
    }
}

static int compare(const void *a, const void *b) {
    const Row *x = *(const Row *const *)a, *y = *(const Row *const *)b;
    int by_day = strcmp(x->ends_on, y->ends_on);
    if (by_day)
        return by_day;
    int by_path = g_strcmp0(x->path, y->path);
    return by_path ? by_path : strcmp(x->basis, y->basis);
}

static void finish(const PdReportRun *run, PdItemFunc emit, void *user) {
    g_autoptr(GPtrArray) rows = g_ptr_array_new();
    GHashTableIter each;
    gpointer row;
    g_hash_table_iter_init(&each, ((Ends *)run->state)->rows);
    while (g_hash_table_iter_next(&each, NULL, &row))
        g_ptr_array_add(rows, row);
    g_ptr_array_sort(rows, compare);
    for (guint i = 0; i < rows->len; i++)
        emit(&(PdReportItem){.run = run, .row = rows->pdata[i]}, user);
}

static const PdColumn COLUMNS[] = {
    {"schema", "version of these columns", PD_CELL_TEXT, pd_cell_schema},
    {"image_id", "the image's uid", PD_CELL_TEXT, fill_image},
    {"file_path", "a present place of the image", PD_CELL_TEXT, fill_path},
    {"agency", "who delivered the picture", PD_CELL_TEXT, fill_agency},
    {"supplier_image_id", "the supplier's number for the picture", PD_CELL_TEXT, fill_supplier_id},
    {"licence_id", "number of the catalogue's licence or lease that ends", PD_CELL_INTEGER, fill_licence_id},
    {"holder", "who granted it", PD_CELL_TEXT, fill_holder},
    {"usage_category", "by what right the picture is used", PD_CELL_TEXT, fill_category},
    {"starts_on", "first day", PD_CELL_DATE, fill_starts_on},
    {"ends_on", "last day on which the picture may be used", PD_CELL_DATE, fill_ends_on},
    {"days_left", "days to that one, below zero when it is over", PD_CELL_INTEGER, fill_days_left},
    {"basis", "licence, lease, or what the file says: licence-end, expiration, time-limit", PD_CELL_TEXT, fill_basis},
    {"restriction_text", "the words that set the limit", PD_CELL_TEXT, fill_wording},
    {"still_live_urls", "articles that still show it, joined by ' | '", PD_CELL_TEXT, fill_urls},
    {"live_count", "figures that still show it", PD_CELL_INTEGER, fill_live_count},
    {"last_used_on", "day of the latest of those articles", PD_CELL_DATE, fill_last_used_on},
    {"action", "what to do", PD_CELL_TEXT, fill_action},
};

const PdReport pd_report_expiring = {
    .name = "expiring",
    .summary = "What may soon no longer be used, or no more, and where it still stands",
    .columns = COLUMNS,
    .n_columns = G_N_ELEMENTS(COLUMNS),
    .brief = "ends_on,days_left,file_path,basis,holder,still_live_urls,action",
    .needs_check = true,
    .needs_ends = true,
    .open = open_ends,
    .each_item = each_item,
    .finish = finish,
    .close = close_ends,
};
