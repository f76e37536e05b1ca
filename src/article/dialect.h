/* A dialect of articles: one file under article/dialect and one row in dialects.def. */
#ifndef PICDESK_ARTICLE_DIALECT_H
#define PICDESK_ARTICLE_DIALECT_H

#include "picdesk/article.h"

typedef struct {
    const char *name;
    const char *help; /* one line */
    /* How surely these bytes are this dialect, 0 (not) to 100; looks at the beginning only and is cheap. */
    int (*sniff)(const uint8_t *data, size_t len);
    /* Reads into the article; damage becomes problems. False and PD_ERROR_FORMAT when it is not this dialect after all. */
    bool (*read)(const uint8_t *data, size_t len, const PdLimits *limits, PdArticle *out, GError **error);
} PdDialect;

/* Where these words stand in the bytes of an input whose reader knows no places (JSON), written plain or with "\\/" for each
 * slash; PD_AT_UNKNOWN when they do not. words: (nullable). */
uint64_t pd_article_find(const uint8_t *data, size_t len, const char *words);

/* The table, NULL-terminated, in the order of dialects.def; the highest sniff wins, the first row on a tie. */
extern const PdDialect *const pd_dialects[];

#endif
