/* Corrections of fields as people write them. */
#ifndef PICDESK_DESK_CORRECT_H
#define PICDESK_DESK_CORRECT_H

#include "catalog/correction.h"

/* The field with this key, case and '-' for '_' forgiven. PD_ERROR_ARG with the nearest one, or for a field that nobody can
 * write. (transfer none), valid for ever. */
const PdFieldInfo *pd_desk_correctable(const char *key, GError **error);
/* What is kept for values as typed, one or for a list several. PD_ERROR_ARG. (transfer full): g_free(). */
char *pd_desk_corrected_value(const PdFieldInfo *field, const char *const *typed, GError **error);

typedef struct {
    uint64_t kept, refused;
} PdCorrectionCount;

typedef void (*PdCorrectionRefuseFunc)(uint64_t line, const char *why, void *user);
/* Reads a CSV table with the columns image, field, value, and maybe reason, who; a list's items are joined by '|'. Kept
 * whole or not at all. PD_ERROR_FORMAT when it is no such table. */
bool pd_desk_import_corrections(PdCatalog *catalog, const char *csv, const char *who, PdCorrectionRefuseFunc refuse,
                                void *user, PdCorrectionCount *out, GError **error);

#endif
