/* Inspecting files: what picdesk reads from an image or an article; touches no catalogue. */
#ifndef PICDESK_DESK_INSPECT_H
#define PICDESK_DESK_INSPECT_H

#include "desk/readers.h"
#include "picdesk/article.h"
#include "picdesk/merge.h"

typedef struct {
    bool wants_all;     /* properties outside the table too */
    bool with_sidecars; /* NAME.xmp and NAME.EXT.xmp beside an image */
} PdInspectOptions;

/* One file: either record and merged, or article, or error. */
typedef struct {
    const char *path;
    uint64_t file_bytes;
    PdRecord *record;
    PdMerged *merged;
    PdArticle *article;
    const GError *error;    /* PD_ERROR_IO, whose message names the file, PD_ERROR_FORMAT, PD_ERROR_LIMIT */
    const char *quarantine; /* (nullable) with error: "crash", "timeout", "limit": its reader did not survive it */
} PdInspected;

/* Told of one file; what it points to is valid until it returns. False ends the run. */
typedef bool (*PdInspectFunc)(const PdInspected *inspected, void *user);

/* Reads files as what their content is and tells of each, in order. "-" is standard input. PD_ERROR_IO when there are no
 * readers left. */
bool pd_desk_inspect(PdReaders *readers, const char *const *paths, const PdInspectOptions *options, PdInspectFunc func,
                     void *user, GError **error);

#endif
