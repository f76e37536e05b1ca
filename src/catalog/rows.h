/* What follows from images for the look-up tables, gathered before it is written: each table gets its rows in its own order,
 * so that a page that thousands of them meet is written once. */
#ifndef PICDESK_CATALOG_ROWS_H
#define PICDESK_CATALOG_ROWS_H

#include "catalog/db.h"

typedef struct PdRows PdRows;

PdRows *pd_rows_new(void);       /* (transfer full): pd_rows_free() */
void pd_rows_free(PdRows *rows); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdRows, pd_rows_free)

/* Rows of d_key, d_taken (whom: sign and name), d_image_credit and d_words; one may come more than once. Texts are copied,
 * kind is a constant. An empty or NULL key adds nothing. */
void pd_rows_key(PdRows *rows, int64_t image, const char *kind, const char *key);
void pd_rows_taken(PdRows *rows, int64_t image, const char *sign, const char *name, int64_t day);
void pd_rows_credit(PdRows *rows, int64_t image, int64_t credit_id);
void pd_rows_words(PdRows *rows, int64_t image, const char *words);

/* How much memory they take, about. */
size_t pd_rows_bytes(const PdRows *rows);

/* Writes all, inside the caller's transaction, and empties rows. may_end: a signal ends it with PD_ERROR_CANCELLED, and the
 * transaction is to be rolled back. */
bool pd_rows_write(PdRows *rows, PdDb *db, bool may_end, GError **error);

#endif
