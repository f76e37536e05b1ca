/* The tables of rights: rows in and out (catalog/rights.h). Their statements are made from the columns, once each. */
#include "catalog/rights.h"

#include <inttypes.h>
#include <string.h>

#include "catalog/rights_row.h"
#include "codec/money.h"
#include "host/clock.h"
#include "picdesk/error.h"

#define PD_ROW(name) extern const PdRightsTable pd_right_##name;
#include "catalog/rights.def"
#undef PD_ROW

const PdRightsTable *const pd_rights_tables[] = {
#define PD_ROW(name) &pd_right_##name,
#include "catalog/rights.def"
#undef PD_ROW
    NULL,
};

const PdRightsTable *pd_rights_table_find(const char *name) {
    for (const PdRightsTable *const *table = pd_rights_tables; *table; table++)
        if (strcmp((*table)->name, name) == 0)
            return *table;
    return NULL;
}

int pd_rights_column(const PdRightsTable *table, const char *name) {
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return (int)i;
    return -1;
}

char **pd_rights_list(const char *cell) {
    return cell ? g_strsplit(cell, " | ", -1) : g_new0(char *, 1);
}

bool pd_rights_days_are_swapped(const char *from, const char *to, GError **error) {
    if (!from || !to || strcmp(from, to) <= 0)
        return false;
    g_set_error(error, PD_ERROR, PD_ERROR_ARG, "the last day, %s, is before the first, %s", to, from);
    return true;
}

bool pd_rights_are_kept(const PdCatalog *catalog) {
    return catalog->version >= 2;
}

/* ---- statements */

/* The column that holds a cell, NULL when it stands in a table of its own. */
static const char *sql_name(const PdRightsColumn *column) {
    switch (column->type) {
    case PD_CELL_IMAGES:
        return NULL;
    case PD_CELL_IMAGE:
        return "image_id";
    case PD_CELL_ARTICLE:
        return "article_id";
    default:
        return column->name;
    }
}

static const char *intern(GString *sql) {
    const char *text = g_intern_string(sql->str);
    g_string_free(sql, TRUE);
    return text;
}

/* The columns before the cells. */
enum { ID, MADE_BY, MADE_AT_US, ENDED_AT_US, IMAGE_ID, ARTICLE_ID, FIRST_CELL };

static const char *select_of(const PdRightsTable *table, const char *where) {
    bool has_image = false, has_article = false;
    GString *sql = g_string_new(NULL);
    for (size_t i = 0; i < table->n_columns; i++) {
        const char *name = sql_name(&table->columns[i]);
        has_image = has_image || table->columns[i].type == PD_CELL_IMAGE;
        has_article = has_article || table->columns[i].type == PD_CELL_ARTICLE;
        if (table->columns[i].type == PD_CELL_IMAGE)
            g_string_append(sql, ", (SELECT i.uid FROM image i WHERE i.id = t.image_id)");
        else if (table->columns[i].type == PD_CELL_ARTICLE)
            g_string_append(sql, ", (SELECT a.key FROM article a WHERE a.id = t.article_id)");
        else
            g_string_append_printf(sql, ", %s%s", name ? "t." : "", name ? name : "NULL");
    }
    g_autofree char *head = g_strdup_printf("SELECT t.id, t.made_by, t.made_at_us, t.ended_at_us, %s, %s",
                                            has_image ? "t.image_id" : "NULL", has_article ? "t.article_id" : "NULL");
    g_string_prepend(sql, head);
    g_string_append_printf(sql, " FROM %s t %s ORDER BY t.id", table->name, where);
    return intern(sql);
}

static const char *insert_of(const PdRightsTable *table) {
    GString *sql = g_string_new(NULL), *values = g_string_new("?1, ?2");
    g_string_append_printf(sql, "INSERT INTO %s(made_by, made_at_us", table->name);
    for (size_t i = 0, n = 2; i < table->n_columns; i++) {
        const char *name = sql_name(&table->columns[i]);
        if (!name)
            continue;
        g_string_append_printf(sql, ", %s", name);
        g_string_append_printf(values, ", ?%zu", ++n);
    }
    g_string_append_printf(sql, ") VALUES(%s)", values->str);
    g_string_free(values, TRUE);
    return intern(sql);
}

static const char *update_of(const PdRightsTable *table) {
    GString *sql = g_string_new(NULL);
    g_string_append_printf(sql, "UPDATE %s SET ended_at_us = ?2", table->name);
    for (size_t i = 0, n = 2; i < table->n_columns; i++) {
        const char *name = sql_name(&table->columns[i]);
        if (name)
            g_string_append_printf(sql, ", %s = ?%zu", name, ++n);
    }
    g_string_append(sql, " WHERE id = ?1");
    return intern(sql);
}

static const char *text_of(const PdRightsTable *table, const char *format) {
    GString *sql = g_string_new(format);
    g_string_replace(sql, "$", table->name, 0);
    return intern(sql);
}

/* ---- reading */

typedef struct {
    GPtrArray *cells; /* of char *, nullable */
    GArray *images;   /* of int64_t */
} Reading;

static char *uid_of(const void *uid, size_t len) {
    char text[37];
    if (!uid || len != 16)
        return NULL;
    pd_uid_text(uid, text);
    return g_strdup(text);
}

static char *read_cell(const PdRightsTable *table, size_t i, const PdStmt *query) {
    int at = FIRST_CELL + (int)i;
    size_t len;
    if (pd_stmt_is_null(query, at))
        return NULL;
    switch (table->columns[i].type) {
    case PD_CELL_IMAGE: {
        const void *uid = pd_stmt_blob(query, at, &len);
        return uid_of(uid, len);
    }
    case PD_CELL_COUNT:
        return g_strdup_printf("%" PRId64, pd_stmt_int(query, at));
    case PD_CELL_MONEY:
        return pd_money_text(pd_stmt_int(query, at), pd_stmt_text(query, at + 1));
    default:
        return g_strdup(pd_stmt_text(query, at));
    }
}

static bool read_images(PdCatalog *catalog, const PdRightsTable *table, int64_t id, Reading *reading, char **out_cell,
                        GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(GString) cell = g_string_new(NULL);
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure,
                                          text_of(table, "SELECT i.id, i.uid FROM $_image l JOIN image i ON "
                                                         "i.id = l.image_id WHERE l.$_id = ?1 ORDER BY i.id"),
                                          pd_bind_int(id));
    while (query && pd_stmt_next(query, &failure)) {
        size_t len;
        int64_t image = pd_stmt_int(query, 0);
        const void *uid = pd_stmt_blob(query, 1, &len);
        g_autofree char *text = uid_of(uid, len);
        g_array_append_val(reading->images, image);
        g_string_append_printf(cell, "%s%s", cell->len ? " | " : "", text ? text : "");
    }
    *out_cell = cell->len ? g_strdup(cell->str) : NULL;
    return pd_stmt_ended(&failure, error);
}

static bool read_row(PdCatalog *catalog, const PdRightsTable *table, const PdStmt *query, Reading *reading, GError **error) {
    g_ptr_array_set_size(reading->cells, 0);
    g_array_set_size(reading->images, 0);
    int64_t image = pd_stmt_int(query, IMAGE_ID);
    if (image)
        g_array_append_val(reading->images, image);
    for (size_t i = 0; i < table->n_columns; i++) {
        char *cell = NULL;
        if (table->columns[i].type != PD_CELL_IMAGES)
            cell = read_cell(table, i, query);
        else if (!read_images(catalog, table, pd_stmt_int(query, ID), reading, &cell, error))
            return false;
        g_ptr_array_add(reading->cells, cell);
    }
    return true;
}

static bool each_row(PdCatalog *catalog, const PdRightsTable *table, PdStmt *query, GError **failure, PdRightsRowFunc func,
                     void *user, GError **error) {
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) images = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Reading reading = {cells, images};
    while (query && pd_stmt_next(query, failure)) {
        if (!read_row(catalog, table, query, &reading, failure))
            break;
        PdRightsRow row = {.id = pd_stmt_int(query, ID),
                           .cells = (const char *const *)cells->pdata,
                           .images = (const int64_t *)(void *)images->data,
                           .n_images = images->len,
                           .article_id = pd_stmt_int(query, ARTICLE_ID),
                           .who = pd_stmt_text(query, MADE_BY),
                           .made_at_us = pd_stmt_int(query, MADE_AT_US),
                           .is_ended = !pd_stmt_is_null(query, ENDED_AT_US)};
        if (!func(&row, user))
            break;
    }
    return pd_stmt_ended(failure, error);
}

bool pd_catalog_each_right(PdCatalog *catalog, const PdRightsTable *table, bool with_ended, PdRightsRowFunc func, void *user,
                           GError **error) {
    g_autoptr(GError) failure = NULL;
    if (!pd_rights_are_kept(catalog))
        return true;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, select_of(table, with_ended ? "" : "WHERE t.ended_at_us IS NULL"), PD_BIND_NONE);
    return each_row(catalog, table, query, &failure, func, user, error);
}

typedef struct {
    PdRightsRowFunc func;
    void *user;
    bool is_found;
} One;

static bool see_one(const PdRightsRow *row, void *user) {
    One *one = user;
    one->is_found = true;
    return one->func(row, one->user);
}

bool pd_catalog_right(PdCatalog *catalog, const PdRightsTable *table, int64_t id, PdRightsRowFunc func, void *user,
                      GError **error) {
    g_autoptr(GError) failure = NULL;
    One one = {func, user, false};
    if (pd_rights_are_kept(catalog)) {
        g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, select_of(table, "WHERE t.id = ?1"), pd_bind_int(id));
        if (!each_row(catalog, table, query, &failure, see_one, &one, error))
            return false;
    }
    if (!one.is_found)
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "there is no %s %" PRId64, table->name, id);
    return one.is_found;
}

/* ---- writing */

static bool bind_image(PdCatalog *catalog, const char *uid, PdBind *out, GError **error) {
    int64_t id = 0;
    *out = pd_bind_id(0);
    if (!uid)
        return true;
    if (!pd_catalog_find_image(catalog, uid, &id, error))
        return false;
    *out = pd_bind_int(id);
    return true;
}

static bool bind_article(PdCatalog *catalog, const char *key, PdBind *out, GError **error) {
    int64_t id = 0;
    bool is_found = false;
    if (key && !pd_db_get(catalog->db, error, &id, &is_found, "SELECT id FROM article WHERE key = ?1", pd_bind_text(key)))
        return false;
    if (key && !is_found) {
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "there is no article '%s' in the catalogue", key);
        return false;
    }
    *out = pd_bind_id(id);
    return true;
}

static bool bind_money(const char *cell, const char *currency, PdBind *out, GError **error) {
    int64_t minor = 0;
    *out = pd_bind_text(NULL);
    if (!cell)
        return true;
    if (!pd_money_parse(cell, currency ? currency : "", &minor, error))
        return false;
    *out = pd_bind_int(minor);
    return true;
}

static bool bind_cell(PdCatalog *catalog, const PdRightsTable *table, size_t i, const char *const *cells, PdBind *out,
                      GError **error) {
    switch (table->columns[i].type) {
    case PD_CELL_IMAGE:
        return bind_image(catalog, cells[i], out, error);
    case PD_CELL_ARTICLE:
        return bind_article(catalog, cells[i], out, error);
    case PD_CELL_MONEY:
        return bind_money(cells[i], cells[i + 1], out, error);
    case PD_CELL_COUNT:
        *out = cells[i] ? pd_bind_int(g_ascii_strtoll(cells[i], NULL, 10)) : pd_bind_text(NULL);
        return true;
    default:
        *out = pd_bind_text(cells[i]);
        return true;
    }
}

static bool write_images(PdCatalog *catalog, const PdRightsTable *table, int64_t id, const char *cell, GError **error) {
    g_auto(GStrv) uids = pd_rights_list(cell);
    if (!pd_db_run(catalog->db, error, text_of(table, "DELETE FROM $_image WHERE $_id = ?1"), pd_bind_int(id)))
        return false;
    for (char **uid = uids; *uid; uid++) {
        PdBind image;
        if (!bind_image(catalog, *uid, &image, error) ||
            !pd_db_run(catalog->db, error, text_of(table, "INSERT INTO $_image($_id, image_id) VALUES(?1, ?2)"),
                       pd_bind_int(id), image))
            return false;
    }
    return true;
}

bool pd_rights_write_row(PdCatalog *catalog, const PdRightsTable *table, int64_t id, const char *const *cells,
                         const char *who, int64_t *out_id, GError **error) {
    PdBind binds[PD_RIGHTS_COLUMNS_MAX + 2] = {id ? pd_bind_int(id) : pd_bind_text(who),
                                               id ? pd_bind_text(NULL) : pd_bind_int(pd_clock_now_us())};
    size_t n = 2;
    g_assert(table->n_columns <= PD_RIGHTS_COLUMNS_MAX);
    for (size_t i = 0; i < table->n_columns; i++)
        if (sql_name(&table->columns[i]) && !bind_cell(catalog, table, i, cells, &binds[n++], error))
            return false;
    if (!pd_db_run_n(catalog->db, error, id ? update_of(table) : insert_of(table), binds, n))
        return false;
    *out_id = id ? id : pd_db_last_id(catalog->db);
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].type == PD_CELL_IMAGES && !write_images(catalog, table, *out_id, cells[i], error))
            return false;
    return true;
}

/* ---- finding */

bool pd_catalog_article_key(PdCatalog *catalog, int64_t id, char **out, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, "SELECT key FROM article WHERE id = ?1", pd_bind_int(id));
    char *key = query && pd_stmt_next(query, &failure) ? g_strdup(pd_stmt_text(query, 0)) : NULL;
    if (pd_stmt_ended(&failure, error) && !key)
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "there is no article %" PRId64, id);
    if (key)
        *out = key;
    return key != NULL;
}

static const char *find_of(const PdRightsTable *table, size_t n_cells) {
    GString *sql = g_string_new(NULL);
    g_string_append_printf(sql, "SELECT t.id FROM %s t WHERE t.ended_at_us IS NULL", table->name);
    for (size_t i = 0, n = 0; i < n_cells; i++) {
        const char *name = sql_name(&table->columns[i]);
        if (name)
            g_string_append_printf(sql, " AND t.%s IS ?%zu", name, ++n);
    }
    g_string_append(sql, " ORDER BY t.id");
    return intern(sql);
}

typedef struct {
    const char *const *cells;
    size_t n_cells;
    bool is_same;
} Same;

static bool compare(const PdRightsRow *row, void *user) {
    Same *same = user;
    same->is_same = true;
    for (size_t i = 0; i < same->n_cells; i++)
        same->is_same = same->is_same && g_strcmp0(row->cells[i], same->cells[i]) == 0;
    return false;
}

/* What stands in tables of their own is compared afterwards. */
bool pd_catalog_find_right(PdCatalog *catalog, const PdRightsTable *table, const char *const *cells, size_t n_cells,
                           int64_t *out_id, GError **error) {
    g_autoptr(GError) failure = NULL;
    PdBind binds[PD_RIGHTS_COLUMNS_MAX];
    size_t n = 0;
    n_cells = n_cells ? n_cells : table->n_columns;
    for (size_t i = 0; i < n_cells; i++)
        if (sql_name(&table->columns[i]) && !bind_cell(catalog, table, i, cells, &binds[n++], error))
            return false;
    int64_t found = 0;
    g_autoptr(PdStmt) query = pd_db_query_n(catalog->db, &failure, find_of(table, n_cells), binds, n);
    while (query && found == 0 && pd_stmt_next(query, &failure)) {
        Same same = {.cells = cells, .n_cells = n_cells};
        int64_t id = pd_stmt_int(query, 0);
        if (!pd_catalog_right(catalog, table, id, compare, &same, &failure))
            break;
        found = same.is_same ? id : 0;
    }
    if (!pd_stmt_ended(&failure, error))
        return false;
    *out_id = found;
    return true;
}

bool pd_rights_set_ended(PdCatalog *catalog, const PdRightsTable *table, int64_t id, bool is_ended, GError **error) {
    return pd_db_run(catalog->db, error, text_of(table, "UPDATE $ SET ended_at_us = ?2 WHERE id = ?1"), pd_bind_int(id),
                     is_ended ? pd_bind_int(pd_clock_now_us()) : pd_bind_text(NULL));
}
