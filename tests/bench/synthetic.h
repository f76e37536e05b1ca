/* A press archive that nobody photographed, for measuring sizes and times: words of a Zipf vocabulary made of syllables,
 * people, places, photographers and days in the proportions of an agency's archive. Everything follows from an image's
 * number, so that a figure's caption can be made from it again. */
#ifndef PICDESK_BENCH_SYNTHETIC_H
#define PICDESK_BENCH_SYNTHETIC_H

#include "picdesk/article.h"
#include "picdesk/record.h"

typedef struct {
    uint64_t n_images;
    uint64_t salt;
} Synthetic;

/* The record of image number i. (transfer full) */
PdRecord *synthetic_record(const Synthetic *archive, uint64_t i);
/* The base name of its file. (transfer full) */
char *synthetic_name(const Synthetic *archive, uint64_t i);
/* An article of three figures: two of them hold pictures of the archive, retold; the third one's picture is not there.
 * (transfer full) */
PdArticle *synthetic_article(const Synthetic *archive, uint64_t k, uint64_t out_images[3]);

enum { SYNTHETIC_NO_IMAGE = -1 };

#endif
