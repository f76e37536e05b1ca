/* One thin layer over the database: opening, transactions, statements with bound values. Nothing above it sees SQLite.
 *
 * A statement is prepared once for each SQL text (its address is the key: texts are constants) and kept until the database
 * is closed; a second use while the first still runs gets a copy of its own. Every step is checked; after a failure inside a
 * transaction nothing more is written and the transaction cannot be committed. One thread of the program uses databases.
 */
#ifndef PICDESK_CATALOG_DB_H
#define PICDESK_CATALOG_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

typedef struct PdDb PdDb;

typedef enum { PD_DB_READ, PD_DB_WRITE, PD_DB_MEMORY } PdDbMode;

/* Opens a database file by its absolute path (anything else could be read as a URI); nothing is written to it before
 * pd_db_accept(). PD_ERROR_STORE, PD_ERROR_NOT_FOUND. (transfer full): pd_db_close(). */
PdDb *pd_db_open(const char *path, PdDbMode mode, GError **error);
void pd_db_close(PdDb *db); /* accepts NULL; rolls an open transaction back */
/* Whether the last failure was that another program held the store for too long. */
bool pd_db_was_busy(const PdDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdDb, pd_db_close)

/* The file is ours: write-ahead log, synchronous writes, tidying up on close. PD_DB_READ: fixes the state that is read. */
bool pd_db_accept(PdDb *db, GError **error);

/* ---- values to bind */

typedef struct {
    enum { PD_BIND_END = 0, PD_BIND_NULL, PD_BIND_INT, PD_BIND_REAL, PD_BIND_TEXT, PD_BIND_BLOB } kind;
    int64_t number;
    double real;
    const void *data; /* borrowed until the statement is released */
    size_t len;
} PdBind;

PdBind pd_bind_int(int64_t number);
PdBind pd_bind_id(int64_t id); /* 0 becomes NULL */
PdBind pd_bind_real(double number);
PdBind pd_bind_text(const char *text);  /* NULL becomes NULL */
PdBind pd_bind_bytes(const char *text); /* as a blob: paths and names; NULL becomes NULL */
PdBind pd_bind_blob(const void *data, size_t len);
#define PD_BIND_NONE ((PdBind){.kind = PD_BIND_END})

/* ---- statements */

typedef struct PdStmt PdStmt;

/* A statement with ?1, ?2 … bound in order. (transfer full): pd_stmt_release(). */
PdStmt *pd_db_query_n(PdDb *db, GError **error, const char *sql, const PdBind *binds, size_t n);
#define pd_db_query(db, error, sql, ...)                                                                                    \
    pd_db_query_n(db, error, sql, (const PdBind[]){__VA_ARGS__}, sizeof((const PdBind[]){__VA_ARGS__}) / sizeof(PdBind))
void pd_stmt_release(PdStmt *statement); /* accepts NULL; values read from it are gone */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdStmt, pd_stmt_release)

/* The next row. Returns false at the end and on failure: *error is set then. */
bool pd_stmt_next(PdStmt *statement, GError **error);
/* How a walk over rows ended: true when *failure is NULL, else it is handed on. */
bool pd_stmt_ended(GError **failure, GError **error);

int64_t pd_stmt_int(const PdStmt *statement, int column); /* columns count from 0; NULL reads as 0 */
double pd_stmt_real(const PdStmt *statement, int column);
bool pd_stmt_is_null(const PdStmt *statement, int column);
const char *pd_stmt_text(const PdStmt *statement, int column); /* (nullable) (transfer none) until the next row or release */
const void *pd_stmt_blob(const PdStmt *statement, int column, size_t *out_len); /* (nullable) as above */
char *pd_stmt_bytes(const PdStmt *statement, int column); /* a blob as a NUL-terminated copy: g_free(); NULL for NULL */

/* Runs a statement that gives no rows. */
bool pd_db_run_n(PdDb *db, GError **error, const char *sql, const PdBind *binds, size_t n);
#define pd_db_run(db, error, sql, ...)                                                                                      \
    pd_db_run_n(db, error, sql, (const PdBind[]){__VA_ARGS__}, sizeof((const PdBind[]){__VA_ARGS__}) / sizeof(PdBind))
/* The first column of the first row. *out is left alone when there is no row; *out_found (nullable) says so. */
bool pd_db_get_n(PdDb *db, GError **error, int64_t *out, bool *out_found, const char *sql, const PdBind *binds, size_t n);
#define pd_db_get(db, error, out, out_found, sql, ...)                                                                      \
    pd_db_get_n(db, error, out, out_found, sql, (const PdBind[]){__VA_ARGS__},                                              \
                sizeof((const PdBind[]){__VA_ARGS__}) / sizeof(PdBind))
/* One value of one row; (transfer none) as long as the statement runs. */
typedef PdBind (*PdGiveFunc)(guint row, int column, void *user);
/* Runs a statement without values that takes n rows from the table "given", whose columns are c0 to c13. */
bool pd_db_run_given(PdDb *db, GError **error, const char *sql, guint n, PdGiveFunc give, void *user);
/* Several statements without values. */
bool pd_db_script(PdDb *db, const char *sql, GError **error);

int64_t pd_db_last_id(const PdDb *db);
int64_t pd_db_changes(const PdDb *db); /* rows that the last statement changed */
bool pd_db_is_read_only(const PdDb *db);
/* Whether the file holds nothing at all yet. */
bool pd_db_is_empty(PdDb *db, bool *out, GError **error);
/* What the file says of itself. */
bool pd_db_identity(PdDb *db, int64_t *out_application, int64_t *out_version, GError **error);
bool pd_db_set_identity(PdDb *db, int64_t application, int64_t version, GError **error);
/* Checks the file's structure; complaints (nullable) gets one line each. */
bool pd_db_verify(PdDb *db, GPtrArray *complaints, GError **error);
/* Copies the whole database, as it is at one moment, to a file that is new, and checks the copy. What is there after a
 * failure is for the caller to remove. */
bool pd_db_copy_to(PdDb *db, const char *path, GError **error);

/* Writes the whole file anew and empties its log: nothing that was deleted is left. Not inside a transaction. Fails when
 * another program reads at the time: the log stays then. */
bool pd_db_scrub(PdDb *db, GError **error);

/* ---- transactions: a scope that rolls back unless committed; inner scopes join the outer one */

bool pd_db_begin(PdDb *db, GError **error);
bool pd_db_commit(PdDb *db, GError **error);
/* The number of the outermost transaction that is open, 0 when none is. */
uint64_t pd_db_transaction(const PdDb *db);
/* How many were rolled back so far. */
uint64_t pd_db_n_undone(const PdDb *db);
void pd_db_rollback(PdDb *db); /* one level; the outermost one undoes everything */

/* Inside a transaction: write is called once, before the next statement runs or the transaction is committed; never when it
 * is undone. */
typedef bool (*PdWriteFunc)(void *user, GError **error);
void pd_db_postpone(PdDb *db, PdWriteFunc write, void *user);
/* Calls it now. */
bool pd_db_settle(PdDb *db, GError **error);
/* A statement that asks for nothing that is postponed, and lets it wait. */
PdStmt *pd_db_query_apart_n(PdDb *db, GError **error, const char *sql, const PdBind *binds, size_t n);

typedef struct {
    PdDb *db; /* NULL = not open */
} PdScope;

bool pd_scope_begin(PdScope *scope, PdDb *db, GError **error);
bool pd_scope_commit(PdScope *scope, GError **error);
void pd_scope_end(PdScope *scope);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PdScope, pd_scope_end)

#endif
