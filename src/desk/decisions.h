/* Decisions made elsewhere: a CSV file of them, kept as if each had been made here. */
#ifndef PICDESK_DESK_DECISIONS_H
#define PICDESK_DESK_DECISIONS_H

#include "catalog/catalog.h"

/* Told of each row that cannot be kept. */
typedef void (*PdRowFunc)(uint64_t line, const char *why, void *user);

typedef struct {
    uint64_t kept, refused;
} PdDecisionCount;

/* The image by path, as given or made absolute, or by uid. */
bool pd_desk_find_image(PdCatalog *catalog, const char *name, int64_t *out, GError **error);

/* Reads rows under a header with the columns figure (ARTICLE#N), or article and figure (N); decision (confirm, reject,
 * no-image, or none); image; and maybe reason, who. All good rows are kept in one transaction; who: for rows that name
 * nobody; is_dry_run: every row is tried and none kept. PD_ERROR_FORMAT when it is no such table. */
bool pd_desk_import_decisions(PdCatalog *catalog, const char *csv, const char *who, bool is_dry_run, PdRowFunc tell,
                              void *user, PdDecisionCount *out, GError **error);

#endif
