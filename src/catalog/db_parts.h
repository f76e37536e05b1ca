/* What the parts of the statement layer share (catalog/db.h): the library itself, and how its files are written. */
#ifndef PICDESK_CATALOG_DB_PARTS_H
#define PICDESK_CATALOG_DB_PARTS_H

#include <sqlite3.h>

/* The name of the file system through which a database that is to be written is opened: the usual one, but writes that
 * follow one another leave together (db_file.c). NULL when it cannot be had: the usual one is to be taken then. (transfer
 * none) */
const char *pd_db_file_system(void);

#endif
