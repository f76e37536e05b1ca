/* What the parts of the statement layer share (catalog/db.h): the library itself, how its files are written, and how it gets
 * many rows at once. */
#ifndef PICDESK_CATALOG_DB_PARTS_H
#define PICDESK_CATALOG_DB_PARTS_H

#include <sqlite3.h>

#include "catalog/db.h"

/* The name of the file system through which a database that is to be written is opened: the usual one, but writes that
 * follow one another leave together (db_file.c). NULL when it cannot be had: the usual one is to be taken then. (transfer
 * none) */
const char *pd_db_file_system(void);

/* What the table "given" of a database holds at the moment (db_given.c). */
typedef struct {
    guint n;
    PdGiveFunc give;
    void *user;
} PdGiven;

/* Makes that table. given: (transfer none) as long as the database is open. Returns SQLite's code. */
int pd_db_make_given(sqlite3 *handle, PdGiven *given);

#endif
