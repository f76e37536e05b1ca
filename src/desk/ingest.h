/* Ingesting: reads articles and keeps their figures, and the local image files that they refer to. */
#ifndef PICDESK_DESK_INGEST_H
#define PICDESK_DESK_INGEST_H

#include "catalog/catalog.h"
#include "desk/readers.h"

typedef struct {
    uint64_t added, updated, unchanged; /* articles */
    uint64_t unreadable;                /* each told */
    uint64_t figures;                   /* of the articles read */
    uint64_t renditions;                /* local image files they refer to */
} PdIngestCount;

/* One article after it was committed. */
typedef struct {
    const char *path; /* as given */
    const PdArticle *article;
    PdPutResult result;
    size_t n_renditions;
} PdIngested;

typedef struct {
    const char *media_root; /* (nullable) where "/images/a.jpg" lies; a page's relative addresses lie below its own folder */
    PdReaders *readers;     /* (nullable) who reads the files; borrowed */
    void (*tell)(const char *path, const char *why, void *user); /* an article that could not be read */
    void (*done)(const PdIngested *ingested, void *user);        /* (nullable) */
    void *user;
} PdIngestOptions;

/* Ingests the files in order; adds to *count. PD_ERROR_CANCELLED after a signal, PD_ERROR_STORE when the catalogue failed:
 * what was told as done is kept. */
bool pd_desk_ingest(PdCatalog *catalog, const char *const *paths, const PdIngestOptions *options, PdIngestCount *count,
                    GError **error);

#endif
