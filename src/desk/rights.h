/* Rights as people and tables write them: cells are checked and brought into their plain form, changes are made in steps and
 * told, CSV tables go in and out. */
#ifndef PICDESK_DESK_RIGHTS_H
#define PICDESK_DESK_RIGHTS_H

#include "catalog/rights.h"

/* One cell as typed, in its plain form; NULL and "" become NULL. PD_ERROR_ARG with what would be right. (transfer full):
 * g_free(). */
bool pd_desk_right_cell(PdCatalog *catalog, const PdRightsColumn *column, const char *typed, char **out, GError **error);

/* What a command does to rights. */
typedef struct {
    PdCatalog *catalog;
    PdRightsStep step;
    bool is_dry;             /* everything is tried and told, nothing kept */
    PdRightsChangeFunc tell; /* told of each change */
    void *user;
} PdRightsJob;

/* All: the transaction is kept whole or not at all. typed: a cell for each column as people write it, NULL = not given
 * (a change leaves it as it is; "" empties it). */
bool pd_desk_add_right(PdRightsJob *job, const PdRightsTable *table, const char *const *typed, GError **error);
bool pd_desk_change_right(PdRightsJob *job, const PdRightsTable *table, int64_t id, const char *const *typed,
                          GError **error);
bool pd_desk_end_rights(PdRightsJob *job, const PdRightsTable *table, const int64_t *ids, size_t n, GError **error);
bool pd_desk_undo_rights(PdRightsJob *job, int64_t step, GError **error);

typedef struct {
    uint64_t added, changed, unchanged, refused;
} PdRightsCount;

/* Told of each row that cannot be kept. */
typedef void (*PdRightsRefuseFunc)(uint64_t line, const char *why, void *user);

/* Reads a CSV table whose first line names columns of the kind, and maybe id. A row with the id, or the key, of one in force
 * changes that; one that says the same as a row in force is left; all others are added. When a row is refused nothing is
 * kept: out->refused counts them, and true is returned. PD_ERROR_FORMAT when it is no such table. */
bool pd_desk_import_rights(PdRightsJob *job, const PdRightsTable *table, const char *csv, PdRightsRefuseFunc refuse,
                           void *user, PdRightsCount *out, GError **error);
/* One record of such a table, or with row NULL its first line. */
void pd_desk_export_right(const PdRightsTable *table, const PdRightsRow *row, char delimiter, bool is_raw, GString *out);

#endif
