/* Corrections: what a person says of a field instead of the file. Facts, append-only; they win over every origin in merged
 * answers (origin "desk"), whatever the file says later. As in catalog/catalog.h else. */
#ifndef PICDESK_CATALOG_CORRECTION_H
#define PICDESK_CATALOG_CORRECTION_H

#include "catalog/catalog.h"

typedef struct {
    int64_t id, image_id;
    const PdFieldInfo *field;
    const char *value;        /* items of a list are apart by '\n' */
    const char *who, *reason; /* reason (nullable) */
    int64_t at_us;
} PdCorrection;

/* Keeps a correction; the look-up tables follow at once. value: valid UTF-8, not blank. */
bool pd_catalog_correct(PdCatalog *catalog, int64_t image_id, const PdFieldInfo *field, const char *value, const char *who,
                        const char *reason, GError **error);
/* Takes the last correction of a field back, by a row of its own; the one before holds again. PD_ERROR_NOT_FOUND when there
 * is none. */
bool pd_catalog_revoke_correction(PdCatalog *catalog, int64_t image_id, const PdFieldInfo *field, const char *who,
                                  const char *reason, GError **error);
typedef bool (*PdCorrectionFunc)(const PdCorrection *correction, void *user);
/* Corrections that hold, in the order made; image_id 0: of all images. */
bool pd_catalog_each_correction(PdCatalog *catalog, int64_t image_id, PdCorrectionFunc func, void *user, GError **error);

#endif
