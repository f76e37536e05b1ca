/* An article and its figures: places in a text where media stands, each with its caption and its credit line apart.
 *
 * Reading is pure: bytes in, an article out. Threads: an article may be read by several threads while none changes it.
 */
#ifndef PICDESK_ARTICLE_H
#define PICDESK_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "picdesk/limits.h"
#include "picdesk/record.h"

G_BEGIN_DECLS

typedef enum {
    PD_FIGURE_IMAGE = 0,
    PD_FIGURE_MEDIA /* video, audio, an embedded player */
} PdFigureKind;

typedef enum {
    PD_ROLE_INLINE = 0,
    PD_ROLE_LEAD,    /* the article's main picture */
    PD_ROLE_GALLERY, /* one of a series */
    PD_ROLE_META     /* only in og:image, twitter:image or JSON-LD, not shown in the text */
} PdFigureRole;

const char *pd_figure_kind_name(PdFigureKind kind); /* "image", "media"; (transfer none) */
const char *pd_figure_role_name(PdFigureRole role); /* "inline", "lead", "gallery", "meta"; (transfer none) */

/* The properties that PdFigure.data keeps. */
#define PD_DATA_PROPERTIES                                                                                                  \
    { "contentUrl", "creditText", "creator", "copyrightNotice", "license", "acquireLicensePage", NULL }

typedef struct {
    PdFigureKind kind;
    PdFigureRole role;
    uint32_t position;       /* 1 first, in the order of the text */
    uint64_t offset;         /* first character of the figure, counted in bytes of the input; PD_AT_UNKNOWN */
    double sure;             /* 0..1: how sure the reader is that this is a figure with these strings */
    const char *url;         /* (nullable) the media's address as written, entities resolved, not made absolute */
    const char *const *urls; /* (nullable) NULL-terminated: further renditions */
    const char *caption;     /* (nullable) what the picture shows, without credit and labels */
    const char *credit;      /* (nullable) the credit line exactly as printed */
    const char *alt;         /* (nullable) */
    const char *data; /* (nullable) what the page's structured data (schema.org ImageObject) says of the picture: lines
                         "property<TAB>value" of PD_DATA_PROPERTIES, in that order; "" for an ImageObject that says none */
    const char *cue;  /* by which sign it was found: "figcaption", "label image source", "json-ld" …; never NULL */
} PdFigure;

typedef struct PdArticle {
    const char *dialect;      /* the row of dialects.def that read it; never NULL */
    const char *title;        /* (nullable) */
    const char *url;          /* (nullable) canonical address, absolute */
    const char *published_at; /* (nullable) ISO 8601 */
    const char *modified_at;  /* (nullable) ISO 8601 */
    const char *language;     /* (nullable) BCP 47 */
    const char *lead;         /* (nullable) the first words of the running text, at most 4 KiB */
    const PdFigure *figures;  /* (transfer none) until the article is freed */
    size_t n_figures;
    const PdProblem *problems;
    size_t n_problems;
} PdArticle;

/* A new empty article; dialect: copied. (transfer full): pd_article_free(). Never NULL. */
PdArticle *pd_article_new(const char *dialect);
void pd_article_free(PdArticle *article); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdArticle, pd_article_free)

/* A copy of text that lives as long as the article, trimmed; NULL for NULL or blank text. (transfer none) */
const char *pd_article_keep(PdArticle *article, const char *text);
/* The same for len bytes that need not end in NUL. */
const char *pd_article_keep_len(PdArticle *article, const char *text, size_t len);
/* Adds a copy of the figure and of its texts; position is set to the next number when 0. Returns the stored figure until the
 * next call, or NULL when limits->figures is reached (a problem says so once). */
PdFigure *pd_article_add_figure(PdArticle *article, const PdFigure *figure, const PdLimits *limits);
/* Keeps a copy of PdFigure.data for the figure at this index. data (nullable). */
void pd_article_set_data(PdArticle *article, size_t index, const char *data);
/* Adds a problem, as pd_record_add_problem() does. */
void pd_article_add_problem(PdArticle *article, const char *block, uint64_t at, const PdLimits *limits, const char *format,
                            ...) G_GNUC_PRINTF(5, 6);

/* Reads an article in whatever dialect its content shows. (transfer full): pd_article_free(). An article without figures
 * is no error. NULL and PD_ERROR_FORMAT when the bytes are no text of any dialect, PD_ERROR_LIMIT when there are too many
 * of them. limits: NULL means pd_limits_default(). */
PdArticle *pd_article_read(const uint8_t *data, size_t len, const PdLimits *limits, GError **error);

/* The flat encoding, as of records: what a jailed reader sends. (transfer full): g_bytes_unref(). */
GBytes *pd_article_encode(const PdArticle *article);
/* Reads it, trusting nothing. (transfer full): pd_article_free(). NULL and PD_ERROR_FORMAT when the bytes are damaged,
 * PD_ERROR_LIMIT when they exceed the limits. limits: NULL means pd_limits_default(). */
PdArticle *pd_article_decode(const uint8_t *data, size_t len, const PdLimits *limits, GError **error);

G_END_DECLS

#endif
