/* schema.org in JSON-LD: the pictures and the article that a graph tells of. Used by web pages and by bare JSON-LD files. */
#ifndef PICDESK_ARTICLE_SCHEMA_H
#define PICDESK_ARTICLE_SCHEMA_H

#include "codec/json_read.h"
#include "picdesk/article.h"

/* An ImageObject, or a VideoObject or AudioObject (media). Texts (transfer none) live as long as the graph. */
typedef struct {
    PdFigureKind kind;
    const char *urls[5]; /* NULL behind the last; at least one */
    const char *caption; /* (nullable) */
    const char *credit;  /* (nullable) until the call returns */
    const char *name;    /* (nullable) */
    const char *data;    /* (nullable) as in PdFigure, until the call returns; NULL for a bare address */
    bool is_of_article;  /* the value of an article's "image", not of one of its parts */
} PdSchemaMedia;

typedef void (*PdSchemaEach)(const PdSchemaMedia *media, void *user);

/* Calls each for every picture of the graph in the order of the text; logos and portraits (publisher, author) are left out.
 * Recursion is bounded by the depth that pd_json_parse() allowed. */
void pd_schema_each_media(const PdJsonValue *graph, PdSchemaEach each, void *user);

/* The first article of the graph (NewsArticle, BlogPosting …), NULL without one. (transfer none) */
const PdJsonValue *pd_schema_article(const PdJsonValue *graph);
/* Fills what out does not have yet: title, url, dates, language, lead. article: (nullable). */
void pd_schema_read_article(const PdJsonValue *article, PdArticle *out);

#endif
