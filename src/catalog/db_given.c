/* Rows that a statement takes from the program (catalog/db_parts.h): a virtual table (sqlite.org/vtab.html, eponymous) with
 * the columns c0, c1 … of what is given at the moment. A thousand rows by one statement cost a fifth less than by a
 * thousand: nothing is prepared, searched and put away again for each. */
#include "catalog/db_parts.h"

#include <string.h>

#define COLUMNS "CREATE TABLE given(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13)"

typedef struct {
    sqlite3_vtab base;
    const PdGiven *given;
} Table;

typedef struct {
    sqlite3_vtab_cursor base;
    guint row;
} Cursor;

static const PdGiven *given_of(sqlite3_vtab_cursor *cursor) {
    return ((Table *)(void *)cursor->pVtab)->given;
}

static guint *row_of(sqlite3_vtab_cursor *cursor) {
    return &((Cursor *)(void *)cursor)->row;
}

static int connect_table(sqlite3 *handle, void *given, int n, const char *const *arguments, sqlite3_vtab **out, char **why) {
    (void)n;
    (void)arguments;
    (void)why;
    Table *table = sqlite3_malloc(sizeof *table);
    if (!table)
        return SQLITE_NOMEM;
    *table = (Table){.given = given};
    *out = &table->base;
    return sqlite3_declare_vtab(handle, COLUMNS);
}

static int disconnect_table(sqlite3_vtab *table) {
    sqlite3_free(table);
    return SQLITE_OK;
}

static int plan(sqlite3_vtab *table, sqlite3_index_info *info) {
    (void)table;
    info->estimatedCost = 1000;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out) {
    (void)table;
    Cursor *cursor = sqlite3_malloc(sizeof *cursor);
    if (!cursor)
        return SQLITE_NOMEM;
    *cursor = (Cursor){.row = 0};
    *out = &cursor->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor) {
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int to_first(sqlite3_vtab_cursor *cursor, int number, const char *name, int n, sqlite3_value **values) {
    (void)number;
    (void)name;
    (void)n;
    (void)values;
    *row_of(cursor) = 0;
    return SQLITE_OK;
}

static int to_next(sqlite3_vtab_cursor *cursor) {
    ++*row_of(cursor);
    return SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *cursor) {
    return *row_of(cursor) >= given_of(cursor)->n;
}

static int get_number(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out) {
    *out = *row_of(cursor);
    return SQLITE_OK;
}

static int get_value(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column) {
    const PdGiven *given = given_of(cursor);
    PdBind value = given->give(*row_of(cursor), column, given->user);
    switch (value.kind) {
    case PD_BIND_INT:
        sqlite3_result_int64(context, value.number);
        break;
    case PD_BIND_REAL:
        sqlite3_result_double(context, value.real);
        break;
    case PD_BIND_TEXT:
        sqlite3_result_text64(context, value.data, value.len, SQLITE_STATIC, SQLITE_UTF8);
        break;
    case PD_BIND_BLOB:
        sqlite3_result_blob64(context, value.len ? value.data : "", value.len, SQLITE_STATIC);
        break;
    default:
        sqlite3_result_null(context);
    }
    return SQLITE_OK;
}

int pd_db_make_given(sqlite3 *handle, PdGiven *given) {
    static const sqlite3_module MODULE = {.xConnect = connect_table,
                                          .xBestIndex = plan,
                                          .xDisconnect = disconnect_table,
                                          .xOpen = open_cursor,
                                          .xClose = close_cursor,
                                          .xFilter = to_first,
                                          .xNext = to_next,
                                          .xEof = is_at_end,
                                          .xColumn = get_value,
                                          .xRowid = get_number};
    return sqlite3_create_module(handle, "given", &MODULE, given);
}
