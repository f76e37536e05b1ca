/* Inspecting one file: what picdesk reads from an image or an article; touches no catalogue. */
#ifndef PICDESK_DESK_INSPECT_H
#define PICDESK_DESK_INSPECT_H

#include "picdesk/article.h"
#include "picdesk/merge.h"

typedef struct {
    bool wants_all;     /* properties outside the table too */
    bool with_sidecars; /* NAME.xmp and NAME.EXT.xmp beside an image */
} PdInspectOptions;

/* Either record and merged, or article. */
typedef struct {
    uint64_t file_bytes;
    PdRecord *record;
    PdMerged *merged;
    PdArticle *article;
} PdInspected;

/* Reads the file as what its content is. path "-" is standard input. False with PD_ERROR_IO, PD_ERROR_FORMAT or
 * PD_ERROR_LIMIT when nothing can be said of it. Free with pd_inspected_done(). */
bool pd_desk_inspect(const char *path, const PdInspectOptions *options, PdInspected *out, GError **error);
void pd_inspected_done(PdInspected *inspected);

#endif
