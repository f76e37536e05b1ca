/* What the parts of a scan share (desk/scan.h): its state, and how one file is dealt with. */
#ifndef PICDESK_DESK_SCAN_PARTS_H
#define PICDESK_DESK_SCAN_PARTS_H

#include "desk/batch.h"
#include "desk/known.h"
#include "desk/scan.h"
#include "host/walk.h"

typedef struct {
    PdCatalog *catalog;
    const PdScanOptions *options;
    PdScanCount *count;
    PdTree *tree;
    PdBatch *batch;
    PdReaders *readers;     /* those of the options, or own ones */
    PdReaders *own_readers; /* (nullable) */
    GError *failure;        /* of the catalogue, while answers came in */
    char *root;
    GArray *waiting;     /* of folders below the root still to be listed; the next one last */
    GHashTable *visited; /* absolute paths of folders that were listed */
    GHashTable *left;    /* absolute paths of folders that are there and were not to be entered */
    GPtrArray *unlisted; /* absolute paths of folders that were not: nothing below them is marked missing */
    bool is_empty;       /* the root holds nothing: a disk that is not mounted looks like this */
    bool has_known;      /* and the catalogue knows files in it */
    PdScanState state;   /* for who watches */
} PdScan;

/* A folder that is being scanned. */
typedef struct {
    const PdListing *listing;
    char *path;        /* absolute; a GRefString */
    const char *below; /* the root */
    PdKnown *known;    /* what the catalogue holds of it */
    bool has_sidecars, has_catalog;
} PdScanFolder;

/* (transfer full): g_free(). */
char *pd_scan_join(const char *folder, const char *name);
/* Tells how far it is. */
void pd_scan_show(PdScan *scan);

/* A file of the folder's listing: has it read unless it is as the catalogue knows it. known (nullable): what the catalogue
 * holds of it. */
bool pd_scan_file(PdScan *scan, const PdScanFolder *folder, const PdFileRow *known, const char *name, GError **error);
/* A file that the catalogue knows and the folder does not hold. path: a GRefString. */
bool pd_scan_missing(PdScan *scan, char *path, const PdFileRow *row, GError **error);
/* What cannot be read, told in its turn. path: a GRefString; name "" = the folder itself. */
bool pd_scan_told(PdScan *scan, char *path, const char *name, const char *why, GError **error);

#endif
