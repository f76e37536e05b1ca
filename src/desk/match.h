/* Matching a catalogue: the figures of its articles with its images. */
#ifndef PICDESK_DESK_MATCH_H
#define PICDESK_DESK_MATCH_H

#include "catalog/catalog.h"
#include "desk/readers.h"

/* The answer for one figure, with what people decided put over it. Borrowed until the callback returns. */
typedef struct {
    int64_t article_id, figure_id;
    const char *article_path;
    uint32_t position;
    const char *caption, *credit; /* (nullable) */
    const PdPairing *pairing;
    const char *const *paths; /* of pairing->pairs; an element is NULL for an image without a present file */
} PdMatchAnswer;

/* Returning false ends the run; what was done is kept. */
typedef bool (*PdMatchFunc)(const PdMatchAnswer *answer, void *user);

/* What the run is at ("images looked at", "articles matched"), and how far. */
typedef void (*PdMatchProgressFunc)(const char *what, uint64_t done, uint64_t all, void *user);

typedef struct {
    int64_t article_id;           /* 0 = all articles */
    bool is_dry_run;              /* nothing is written */
    bool is_full;                 /* also what has not changed since it was matched */
    PdReaders *readers;           /* (nullable) who look at pictures; borrowed */
    PdMatchFunc func;             /* (nullable) told of every figure, in the order of article and position */
    PdMatchProgressFunc progress; /* (nullable) told often */
    void *user;
} PdMatchRun;

typedef struct {
    uint64_t figures, confirmed, proposed, ambiguous, unmatched; /* rejected and no-image count as unmatched */
    uint64_t articles, unchanged;                                /* those that needed no matching are among the articles */
} PdMatchCount;

/* Matches and keeps the pairings; an article is left as it is when neither it, its decisions and copies nor an image that
 * may stand in it has changed since. Figures of media other than pictures are left out. PD_ERROR_STORE; PD_ERROR_CANCELLED
 * after a signal, what was done is kept. */
bool pd_desk_match(PdCatalog *catalog, const PdMatchRun *run, PdMatchCount *out, GError **error);

/* Tells the pairings that the catalogue keeps, with decisions, of one article or of all (article_id 0). */
bool pd_desk_each_pairing(PdCatalog *catalog, int64_t article_id, PdMatchFunc func, void *user, GError **error);

#endif
