/* Reading one file inside the jail, and what is said of it: the job of a reader, and the answer as the program takes it. */
#ifndef PICDESK_DESK_FOUND_H
#define PICDESK_DESK_FOUND_H

#include "codec/raster.h"
#include "host/job.h"
#include "model/record.h"
#include "picdesk/article.h"

typedef enum {
    PD_READ_IMAGE = 1, /* an image's record; sidecars are the files behind the first */
    PD_READ_ARTICLE,
    PD_READ_ANY,   /* either, by content */
    PD_READ_PIXELS /* a picture, upright, small enough to compare */
} PdReadWhat;

/* What is asked; copied as it is. */
typedef struct {
    PdReadWhat what;
    bool wants_all;    /* properties outside the table too */
    bool keeps_flat;   /* a record is given as it is encoded: to be kept, not to be looked at */
    bool wants_sha256; /* of the file that a record is of, all of it */
    int orientation;   /* EXIF's, of pixels */
    uint32_t min_side;
    uint64_t part_at, part_bytes; /* of pixels: the part of the file that is a picture; 0 bytes = all of it */
    uint64_t max_bytes;           /* so much of the file is looked at */
    uint64_t max_sidecar_bytes;   /* of each */
} PdReadRequest;

typedef enum { PD_FOUND_RECORD = 1, PD_FOUND_ARTICLE, PD_FOUND_PIXELS, PD_FOUND_FAILED } PdFoundKind;

/* The part that goes with the kind is set. */
typedef struct {
    PdFoundKind kind;
    PdRecord *record;
    PdFlatRecord flat;     /* instead of record when that was asked: (transfer none) until the answer is gone */
    const uint8_t *sha256; /* (nullable) of a record's file, PD_SHA256_BYTES: as flat */
    PdArticle *article;
    uint8_t content_key[16]; /* of an article's bytes */
    PdRaster raster;
    GError *error;         /* why nothing can be said of it; its message does not name the file */
    uint64_t looked_bytes; /* so much of it was at hand */
} PdFound;

/* Whether a name ends like a picture's. */
bool pd_desk_is_image_name(const char *name);

/* The job. */
void pd_desk_read_job(const PdJob *job, GByteArray *answer);
/* Takes an answer, trusting nothing; keeps_flat: as in the request. False when it makes no sense. *out: pd_found_done(). */
bool pd_found_decode(const uint8_t *answer, size_t len, bool keeps_flat, PdFound *out);
void pd_found_done(PdFound *found);

#endif
