/* Rows of the look-up tables, sorted and written (catalog/rows.h). */
#include "catalog/rows.h"

#include <string.h>

#include "host/signal.h"
#include "picdesk/error.h"

/* So many rows are written between two looks for a signal. */
enum { ROWS_A_LOOK = 1000 };

enum { KEYS, TAKEN, CREDITS, WORDS, N_TABLES };

typedef struct {
    const char *kind; /* of a key */
    const char *text;
    int64_t number;
    int64_t image;
} Row;

struct PdRows {
    GStringChunk *texts;
    GArray *tables[N_TABLES]; /* of Row */
    size_t text_bytes;
};

static const char *const INSERTS[N_TABLES] = {
    [KEYS] = "INSERT INTO d_key(kind, key, image_id) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING",
    [TAKEN] = "INSERT INTO d_taken(whom, day, image_id) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING",
    [CREDITS] = "INSERT INTO d_image_credit(credit_id, image_id) VALUES(?1, ?2) ON CONFLICT DO NOTHING",
    [WORDS] = "INSERT INTO d_words(rowid, words) VALUES(?1, ?2)",
};

/* ---- the object */

PdRows *pd_rows_new(void) {
    PdRows *rows = g_new0(PdRows, 1);
    rows->texts = g_string_chunk_new(4096);
    for (int i = 0; i < N_TABLES; i++)
        rows->tables[i] = g_array_new(FALSE, FALSE, sizeof(Row));
    return rows;
}

void pd_rows_free(PdRows *rows) {
    if (!rows)
        return;
    g_string_chunk_free(rows->texts);
    for (int i = 0; i < N_TABLES; i++)
        g_array_unref(rows->tables[i]);
    g_free(rows);
}

size_t pd_rows_bytes(const PdRows *rows) {
    size_t bytes = rows->text_bytes;
    for (int i = 0; i < N_TABLES; i++)
        bytes += rows->tables[i]->len * sizeof(Row);
    return bytes;
}

/* ---- gathering */

static const char *keep(PdRows *rows, const char *text) {
    size_t len = strlen(text);
    rows->text_bytes += len + 1;
    return g_string_chunk_insert_len(rows->texts, text, (gssize)len);
}

void pd_rows_key(PdRows *rows, int64_t image, const char *kind, const char *key) {
    if (!key || !*key)
        return;
    Row row = {kind, keep(rows, key), 0, image};
    g_array_append_val(rows->tables[KEYS], row);
}

/* Few are asked for so often: each is kept once. */
void pd_rows_taken(PdRows *rows, int64_t image, const char *sign, const char *name, int64_t day) {
    g_autofree char *whom = g_strconcat(sign, name, NULL);
    Row row = {NULL, g_string_chunk_insert_const(rows->texts, whom), day, image};
    g_array_append_val(rows->tables[TAKEN], row);
}

void pd_rows_credit(PdRows *rows, int64_t image, int64_t credit_id) {
    Row row = {NULL, NULL, credit_id, image};
    g_array_append_val(rows->tables[CREDITS], row);
}

void pd_rows_words(PdRows *rows, int64_t image, const char *words) {
    Row row = {NULL, keep(rows, words), 0, image};
    g_array_append_val(rows->tables[WORDS], row);
}

/* ---- writing */

static int by_text(const char *a, const char *b) {
    return a == b ? 0 : g_strcmp0(a, b);
}

static int in_order(gconstpointer a, gconstpointer b) {
    const Row *x = a, *y = b;
    int order = by_text(x->kind, y->kind);
    if (order == 0)
        order = by_text(x->text, y->text);
    if (order)
        return order;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return x->image < y->image ? -1 : x->image > y->image;
}

static bool write_row(PdDb *db, int table, const Row *row, GError **error) {
    PdBind image = pd_bind_int(row->image), text = pd_bind_text(row->text), number = pd_bind_int(row->number);
    switch (table) {
    case KEYS:
        return pd_db_run(db, error, INSERTS[KEYS], pd_bind_text(row->kind), text, image);
    case TAKEN:
        return pd_db_run(db, error, INSERTS[TAKEN], text, number, image);
    case CREDITS:
        return pd_db_run(db, error, INSERTS[CREDITS], number, image);
    default:
        return pd_db_run(db, error, INSERTS[WORDS], image, text);
    }
}

static bool is_ended(bool may_end, guint at, GError **error) {
    if (!may_end || at % ROWS_A_LOOK != 0 || !pd_signal_pending())
        return false;
    g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED, "ended by a signal");
    return true;
}

static bool write_table(PdDb *db, int table, const GArray *rows, bool may_end, GError **error) {
    const Row *before = NULL;
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);
        bool is_new = !before || in_order(before, row) != 0;
        before = row;
        if (is_ended(may_end, i, error) || (is_new && !write_row(db, table, row, error)))
            return false;
    }
    return true;
}

/* The word index writes out all it holds whenever another table's statement could need to be undone: its rows come last, in
 * the order of the images as it wants them. */
bool pd_rows_write(PdRows *rows, PdDb *db, bool may_end, GError **error) {
    for (int table = 0; table < N_TABLES; table++) {
        if (table != WORDS)
            g_array_sort(rows->tables[table], in_order);
        if (!write_table(db, table, rows->tables[table], may_end, error))
            return false;
        g_array_set_size(rows->tables[table], 0);
    }
    g_string_chunk_clear(rows->texts);
    rows->text_bytes = 0;
    return true;
}
