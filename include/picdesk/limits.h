/* What untrusted input may cost. Every loop and recursion that input drives is bounded by one of these. */
#ifndef PICDESK_LIMITS_H
#define PICDESK_LIMITS_H

#include <stddef.h>

#include <glib.h>

G_BEGIN_DECLS

typedef struct PdLimits {
    size_t block_bytes;   /* one metadata block (EXIF, IIM, XMP, text chunk), inflated */
    size_t value_bytes;   /* one value; longer ones are cut, with a problem */
    size_t values;        /* values of one record */
    size_t problems;      /* problems kept of one input; further ones are counted only */
    size_t segments;      /* segments, chunks or boxes walked in one file */
    size_t depth;         /* nesting: IFDs, boxes, XML and HTML elements, JSON */
    size_t article_bytes; /* one article's bytes */
    size_t figures;       /* figures of one article */
    size_t line_bytes;    /* one credit line */
    size_t names;         /* creators, agencies or list items of one line or field */
    size_t pixels;        /* of one picture that is decoded to be looked at */
} PdLimits;

/* The limits picdesk itself uses. (transfer none), valid for ever, never NULL. Thread-safe. */
const PdLimits *pd_limits_default(void);

G_END_DECLS

#endif
