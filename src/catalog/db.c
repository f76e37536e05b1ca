/* The statement layer over SQLite (catalog/db.h): only this file and db_file.c know it. A second backend stands beside it.
 */
#include "catalog/db.h"

#include <inttypes.h>
#include <string.h>

#include "catalog/db_parts.h"
#include "host/clock.h"
#include "host/file.h"
#include "host/signal.h"
#include "picdesk/error.h"

/* How long another program's lock is waited for. */
#define LOCK_WAIT_MS 15000
/* What a statement allocates for a moment comes from here, a record's row too. */
#define ROOM_BYTES 4096
#define N_ROOMS 64
/* Pages kept in memory. Of a file that is being filled few are needed again, those of its indexes, and to touch memory for
 * the first time costs as much as to write a page: there it is a part of what was written. */
enum { MOST_CACHE_KB = 32 << 10, MOST_GROWN_KB = 24 << 10, LEAST_CACHE_KB = 4 << 10, PART_KEPT = 8, TRANSACTIONS_A_FIT = 8 };

struct PdDb {
    sqlite3 *handle;
    PdDbMode mode;
    char *path;
    GHashTable *statements; /* SQL text (by address) -> PdStmt */
    unsigned depth;         /* open scopes */
    uint64_t n_begun;       /* outermost scopes so far */
    uint64_t n_undone;      /* of those, rolled back */
    bool is_doomed;         /* something failed inside: the transaction cannot be committed */
    int64_t wait_since_us;
    bool was_busy;    /* at the last failure */
    int64_t cache_kb; /* 0 = as it was opened */
    PdGiven given;
    PdWriteFunc write; /* (nullable) what is postponed */
    void *write_user;
};

struct PdStmt {
    PdDb *db;
    sqlite3_stmt *handle;
    bool is_busy;
    bool is_extra; /* a second use of the same text: not kept */
};

/* ---- errors */

static const char *what_went_wrong(PdDb *db, int code) {
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "it is in use by another program";
    case SQLITE_FULL:
        return "the disk is full";
    case SQLITE_READONLY:
        return "it cannot be written, the file or its disk is read-only";
    case SQLITE_CORRUPT:
        return "it is damaged";
    case SQLITE_NOTADB:
        return "it is no picdesk catalogue";
    case SQLITE_NOMEM:
        return "there is not enough memory";
    default:
        return db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code);
    }
}

static bool fail(PdDb *db, int code, GError **error) {
    if (db->depth > 0)
        db->is_doomed = true;
    db->was_busy = (code & 0xff) == SQLITE_BUSY;
    if (pd_signal_pending() && (code & 0xff) == SQLITE_BUSY)
        g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED, "ended by a signal");
    else
        g_set_error(error, PD_ERROR, PD_ERROR_STORE, "catalogue '%s': %s", db->path, what_went_wrong(db, code));
    return false;
}

bool pd_db_was_busy(const PdDb *db) {
    return db->was_busy;
}

/* ---- opening and closing */

static int wait_for_lock(void *user, int tries) {
    PdDb *db = user;
    int64_t now_us = pd_clock_monotonic_us();
    if (tries == 0)
        db->wait_since_us = now_us;
    if (pd_signal_pending() || now_us - db->wait_since_us > (int64_t)LOCK_WAIT_MS * 1000)
        return 0;
    g_usleep(tries < 10 ? 1000 : 10000);
    return 1;
}

static void stmt_free(PdStmt *statement) {
    sqlite3_finalize(statement->handle);
    g_free(statement);
}

static int open_handle(PdDb *db, const char *name, int flags) {
    const char *system = flags & SQLITE_OPEN_READONLY ? NULL : pd_db_file_system();
    int code = sqlite3_open_v2(name, &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, system);
    if (code != SQLITE_OK)
        return code;
    sqlite3_busy_handler(db->handle, wait_for_lock, db);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_LOOKASIDE, NULL, ROOM_BYTES, N_ROOMS);
    /* A file that turns out not to be ours must stay as it is, even its log. */
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    if (!(flags & SQLITE_OPEN_READONLY))
        code = pd_db_make_given(db->handle, &db->given);
    if (code != SQLITE_OK)
        return code;
    return sqlite3_exec(db->handle, "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384", NULL,
                        NULL, NULL);
}

static bool has_unmerged_log(const char *path) {
    g_autofree char *real = pd_host_real_path(path);
    g_autofree char *log = g_strconcat(real ? real : path, "-wal", NULL);
    if (pd_host_path_kind(log) == PD_PATH_NONE)
        return false;
    uint64_t bytes = 1;
    g_autoptr(GBytes) start = pd_host_read_start(log, 1, &bytes, NULL);
    return !start || bytes > 0;
}

/* A write-ahead log needs a writable folder; on a read-only disk the file cannot change, and is opened as such. What stands
 * only in the log would be missed then. */
static int open_immutable(PdDb *db) {
    if (has_unmerged_log(db->path))
        return SQLITE_CANTOPEN;
    g_autofree char *escaped = g_uri_escape_string(db->path, "/", FALSE);
    g_autofree char *uri = g_strconcat("file:", escaped, "?immutable=1", NULL);
    sqlite3_close(db->handle);
    db->handle = NULL;
    return open_handle(db, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

static int open_to_read(PdDb *db) {
    int code = open_handle(db, db->path, SQLITE_OPEN_READONLY);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db->handle, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    if ((code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_READONLY)
        code = open_immutable(db);
    return code;
}

/* Locks and counters that nobody needs cost a tenth of what a row does. Before SQLite is used at all; later it is refused.
 */
static void set_up(void) {
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

PdDb *pd_db_open(const char *path, PdDbMode mode, GError **error) {
    static bool is_set_up;
    if (!is_set_up)
        set_up();
    is_set_up = true;
    g_autoptr(PdDb) db = g_new0(PdDb, 1);
    db->mode = mode;
    db->path = g_strdup(mode == PD_DB_MEMORY ? "in memory" : path);
    db->statements = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)stmt_free);
    int code = mode == PD_DB_READ     ? open_to_read(db)
               : mode == PD_DB_MEMORY ? open_handle(db, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
                                      : open_handle(db, db->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (code != SQLITE_OK) {
        fail(db, code, error);
        return NULL;
    }
    return g_steal_pointer(&db);
}

void pd_db_close(PdDb *db) {
    if (!db)
        return;
    if (db->handle && !sqlite3_get_autocommit(db->handle))
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    if (db->statements)
        g_hash_table_unref(db->statements);
    sqlite3_close(db->handle);
    g_free(db->path);
    g_free(db);
}

/* What fails here fails again in the statement that follows. */
static void fit_cache(PdDb *db) {
    int64_t n_pages = 0, page_bytes = 0;
    if (db->cache_kb >= MOST_GROWN_KB || !pd_db_get(db, NULL, &n_pages, NULL, "PRAGMA page_count", PD_BIND_NONE) ||
        !pd_db_get(db, NULL, &page_bytes, NULL, "PRAGMA page_size", PD_BIND_NONE))
        return;
    int64_t file_kb = n_pages * page_bytes / 1024, part_kb = CLAMP(file_kb / PART_KEPT, LEAST_CACHE_KB, MOST_GROWN_KB);
    int64_t cache_kb = db->cache_kb == 0 && file_kb > LEAST_CACHE_KB ? MOST_CACHE_KB : part_kb;
    g_autofree char *sql = g_strdup_printf("PRAGMA cache_size=-%" PRId64, cache_kb);
    if (cache_kb > db->cache_kb && pd_db_script(db, sql, NULL))
        db->cache_kb = cache_kb;
}

bool pd_db_accept(PdDb *db, GError **error) {
    if (db->mode == PD_DB_READ) {
        int code = sqlite3_exec(db->handle, "BEGIN; SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
        return code == SQLITE_OK || fail(db, code, error);
    }
    if (db->mode == PD_DB_WRITE && sqlite3_db_readonly(db->handle, "main"))
        return fail(db, SQLITE_READONLY, error);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    /* A write-ahead log needs memory that all machines share; a rollback journal is as safe, only slower. */
    bool is_remote = db->mode == PD_DB_WRITE && pd_host_is_network(db->path);
    int code =
        sqlite3_exec(db->handle, is_remote ? "PRAGMA journal_mode=DELETE" : "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code =
            sqlite3_exec(db->handle, "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA journal_size_limit=67108864",
                         NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return fail(db, code, error);
    fit_cache(db);
    return true;
}

/* ---- values */

PdBind pd_bind_int(int64_t number) {
    return (PdBind){.kind = PD_BIND_INT, .number = number};
}

PdBind pd_bind_id(int64_t id) {
    return (PdBind){.kind = id ? PD_BIND_INT : PD_BIND_NULL, .number = id};
}

PdBind pd_bind_real(double number) {
    return (PdBind){.kind = PD_BIND_REAL, .real = number};
}

PdBind pd_bind_text(const char *text) {
    return (PdBind){.kind = text ? PD_BIND_TEXT : PD_BIND_NULL, .data = text, .len = text ? strlen(text) : 0};
}

PdBind pd_bind_bytes(const char *text) {
    return (PdBind){.kind = text ? PD_BIND_BLOB : PD_BIND_NULL, .data = text, .len = text ? strlen(text) : 0};
}

PdBind pd_bind_blob(const void *data, size_t len) {
    return (PdBind){.kind = data ? PD_BIND_BLOB : PD_BIND_NULL, .data = data, .len = len};
}

static int bind_one(sqlite3_stmt *handle, int at, const PdBind *bind) {
    switch (bind->kind) {
    case PD_BIND_INT:
        return sqlite3_bind_int64(handle, at, bind->number);
    case PD_BIND_REAL:
        return sqlite3_bind_double(handle, at, bind->real);
    case PD_BIND_TEXT:
        return sqlite3_bind_text64(handle, at, bind->data, bind->len, SQLITE_STATIC, SQLITE_UTF8);
    case PD_BIND_BLOB:
        return bind->len ? sqlite3_bind_blob64(handle, at, bind->data, bind->len, SQLITE_STATIC)
                         : sqlite3_bind_zeroblob(handle, at, 0);
    default:
        return sqlite3_bind_null(handle, at);
    }
}

/* ---- statements */

static PdStmt *prepare(PdDb *db, const char *sql, bool is_extra, GError **error) {
    sqlite3_stmt *handle = NULL;
    int code = sqlite3_prepare_v3(db->handle, sql, -1, is_extra ? 0 : SQLITE_PREPARE_PERSISTENT, &handle, NULL);
    if (code != SQLITE_OK) {
        fail(db, code, error);
        return NULL;
    }
    PdStmt *statement = g_new0(PdStmt, 1);
    *statement = (PdStmt){.db = db, .handle = handle, .is_extra = is_extra};
    if (!is_extra)
        g_hash_table_insert(db->statements, (gpointer)sql, statement);
    return statement;
}

void pd_db_postpone(PdDb *db, PdWriteFunc write, void *user) {
    g_assert(db->depth > 0);
    db->write = write;
    db->write_user = user;
}

bool pd_db_settle(PdDb *db, GError **error) {
    PdWriteFunc write = db->write;
    db->write = NULL;
    return !write || write(db->write_user, error);
}

PdStmt *pd_db_query_n(PdDb *db, GError **error, const char *sql, const PdBind *binds, size_t n) {
    return pd_db_settle(db, error) ? pd_db_query_apart_n(db, error, sql, binds, n) : NULL;
}

PdStmt *pd_db_query_apart_n(PdDb *db, GError **error, const char *sql, const PdBind *binds, size_t n) {
    if (db->is_doomed) {
        g_set_error(error, PD_ERROR, PD_ERROR_STORE, "catalogue '%s': an earlier step of this change failed", db->path);
        return NULL;
    }
    PdStmt *statement = g_hash_table_lookup(db->statements, sql);
    if (!statement || statement->is_busy)
        statement = prepare(db, sql, statement != NULL, error);
    if (!statement)
        return NULL;
    statement->is_busy = true;
    for (size_t i = 0; i < n && binds[i].kind != PD_BIND_END; i++) {
        int code = bind_one(statement->handle, (int)i + 1, &binds[i]);
        if (code != SQLITE_OK) {
            fail(db, code, error);
            pd_stmt_release(statement);
            return NULL;
        }
    }
    return statement;
}

void pd_stmt_release(PdStmt *statement) {
    if (!statement)
        return;
    if (statement->is_extra) {
        stmt_free(statement);
        return;
    }
    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle);
    statement->is_busy = false;
}

bool pd_stmt_next(PdStmt *statement, GError **error) {
    int code = sqlite3_step(statement->handle);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        fail(statement->db, code, error);
    return false;
}

bool pd_stmt_ended(GError **failure, GError **error) {
    if (!*failure)
        return true;
    g_propagate_error(error, g_steal_pointer(failure));
    return false;
}

int64_t pd_stmt_int(const PdStmt *statement, int column) {
    return sqlite3_column_int64(statement->handle, column);
}

double pd_stmt_real(const PdStmt *statement, int column) {
    return sqlite3_column_double(statement->handle, column);
}

bool pd_stmt_is_null(const PdStmt *statement, int column) {
    return sqlite3_column_type(statement->handle, column) == SQLITE_NULL;
}

const char *pd_stmt_text(const PdStmt *statement, int column) {
    return (const char *)sqlite3_column_text(statement->handle, column);
}

const void *pd_stmt_blob(const PdStmt *statement, int column, size_t *out_len) {
    const void *data = sqlite3_column_blob(statement->handle, column);
    *out_len = (size_t)sqlite3_column_bytes(statement->handle, column);
    return data;
}

char *pd_stmt_bytes(const PdStmt *statement, int column) {
    if (pd_stmt_is_null(statement, column))
        return NULL;
    size_t len;
    const void *data = pd_stmt_blob(statement, column, &len);
    return g_strndup(data ? data : "", len);
}

bool pd_db_run_n(PdDb *db, GError **error, const char *sql, const PdBind *binds, size_t n) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) statement = pd_db_query_n(db, &failure, sql, binds, n);
    while (statement && pd_stmt_next(statement, &failure)) {
    }
    return pd_stmt_ended(&failure, error);
}

bool pd_db_get_n(PdDb *db, GError **error, int64_t *out, bool *out_found, const char *sql, const PdBind *binds, size_t n) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) statement = pd_db_query_n(db, &failure, sql, binds, n);
    bool is_found = statement && pd_stmt_next(statement, &failure);
    if (!pd_stmt_ended(&failure, error))
        return false;
    if (is_found)
        *out = pd_stmt_int(statement, 0);
    if (out_found)
        *out_found = is_found;
    return true;
}

bool pd_db_run_given(PdDb *db, GError **error, const char *sql, guint n, PdGiveFunc give, void *user) {
    db->given = (PdGiven){n, give, user};
    bool is_done = pd_db_run(db, error, sql, PD_BIND_NONE);
    db->given = (PdGiven){0};
    return is_done;
}

bool pd_db_script(PdDb *db, const char *sql, GError **error) {
    if (!pd_db_settle(db, error))
        return false;
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK || fail(db, code, error);
}

int64_t pd_db_last_id(const PdDb *db) {
    return sqlite3_last_insert_rowid(db->handle);
}

int64_t pd_db_changes(const PdDb *db) {
    return sqlite3_changes(db->handle);
}

bool pd_db_is_read_only(const PdDb *db) {
    return db->mode == PD_DB_READ;
}

bool pd_db_is_empty(PdDb *db, bool *out, GError **error) {
    int64_t pages = 0;
    if (!pd_db_get(db, error, &pages, NULL, "PRAGMA page_count", PD_BIND_NONE))
        return false;
    *out = pages == 0;
    return true;
}

bool pd_db_identity(PdDb *db, int64_t *out_application, int64_t *out_version, GError **error) {
    return pd_db_get(db, error, out_application, NULL, "PRAGMA application_id", PD_BIND_NONE) &&
           pd_db_get(db, error, out_version, NULL, "PRAGMA user_version", PD_BIND_NONE);
}

bool pd_db_set_identity(PdDb *db, int64_t application, int64_t version, GError **error) {
    g_autofree char *sql =
        g_strdup_printf("PRAGMA application_id=%" PRId64 "; PRAGMA user_version=%" PRId64, application, version);
    return pd_db_script(db, sql, error);
}

static bool collect(PdDb *db, const char *sql, const char *format, GPtrArray *complaints, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) statement = pd_db_query(db, &failure, sql, PD_BIND_NONE);
    while (statement && pd_stmt_next(statement, &failure)) {
        const char *text = pd_stmt_text(statement, 0);
        if (complaints && text && strcmp(text, "ok") != 0)
            g_ptr_array_add(complaints, g_strdup_printf(format, text));
    }
    return pd_stmt_ended(&failure, error);
}

bool pd_db_verify(PdDb *db, GPtrArray *complaints, GError **error) {
    return collect(db, "PRAGMA integrity_check(20)", "%s", complaints, error) &&
           collect(db, "PRAGMA foreign_key_check", "a row of '%s' points to a row that is not there", complaints, error);
}

static int copy_pages(sqlite3 *from, sqlite3 *to) {
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return sqlite3_errcode(to);
    sqlite3_backup_step(backup, -1);
    return sqlite3_backup_finish(backup);
}

/* The copy leaves the write-ahead mode, so that it is one file, and is looked through before it counts. */
static int check_copy(sqlite3 *copy) {
    sqlite3_stmt *check = NULL;
    int code = sqlite3_exec(copy, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(copy, "PRAGMA quick_check(1)", -1, &check, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(check);
    if (code == SQLITE_ROW)
        code = g_strcmp0((const char *)sqlite3_column_text(check, 0), "ok") == 0 ? SQLITE_OK : SQLITE_CORRUPT;
    sqlite3_finalize(check);
    return code;
}

bool pd_db_copy_to(PdDb *db, const char *path, GError **error) {
    sqlite3 *copy = NULL;
    int code = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK)
        code = copy_pages(db->handle, copy);
    if (code == SQLITE_OK)
        code = check_copy(copy);
    if (code != SQLITE_OK)
        g_set_error(error, PD_ERROR, PD_ERROR_STORE, "cannot copy to '%s': %s", path, sqlite3_errstr(code));
    sqlite3_close(copy);
    return code == SQLITE_OK;
}

bool pd_db_scrub(PdDb *db, GError **error) {
    int64_t is_busy = 0;
    if (!pd_db_script(db, "PRAGMA secure_delete=ON; VACUUM", error) ||
        !pd_db_get(db, error, &is_busy, NULL, "PRAGMA wal_checkpoint(TRUNCATE)", PD_BIND_NONE))
        return false;
    if (is_busy)
        g_set_error(error, PD_ERROR, PD_ERROR_STORE,
                    "catalogue '%s': another program reads it, so its log still holds what was erased; try again", db->path);
    return !is_busy;
}

/* ---- transactions */

bool pd_db_begin(PdDb *db, GError **error) {
    if (db->depth == 0) {
        int code = sqlite3_exec(db->handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        if (code != SQLITE_OK)
            return fail(db, code, error);
        if (db->n_begun++ % TRANSACTIONS_A_FIT == 0 && db->cache_kb > 0)
            fit_cache(db);
    }
    db->depth++;
    return true;
}

uint64_t pd_db_transaction(const PdDb *db) {
    return db->depth > 0 ? db->n_begun : 0;
}

uint64_t pd_db_n_undone(const PdDb *db) {
    return db->n_undone;
}

static void end_transaction(PdDb *db) {
    db->write = NULL;
    if (!sqlite3_get_autocommit(db->handle))
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    db->is_doomed = false;
    db->n_undone++;
}

bool pd_db_commit(PdDb *db, GError **error) {
    g_assert(db->depth > 0);
    if (db->depth == 1 && !db->is_doomed && !pd_db_settle(db, error)) {
        pd_db_rollback(db);
        return false;
    }
    if (--db->depth > 0)
        return true;
    int code = db->is_doomed ? SQLITE_ABORT : sqlite3_exec(db->handle, "COMMIT", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return true;
    fail(db, code, error);
    end_transaction(db);
    return false;
}

void pd_db_rollback(PdDb *db) {
    if (db->depth == 0)
        return;
    if (--db->depth > 0)
        db->is_doomed = true;
    else
        end_transaction(db);
}

bool pd_scope_begin(PdScope *scope, PdDb *db, GError **error) {
    if (!pd_db_begin(db, error))
        return false;
    scope->db = db;
    return true;
}

bool pd_scope_commit(PdScope *scope, GError **error) {
    PdDb *db = scope->db;
    scope->db = NULL;
    return pd_db_commit(db, error);
}

void pd_scope_end(PdScope *scope) {
    if (scope->db)
        pd_db_rollback(scope->db);
    scope->db = NULL;
}
