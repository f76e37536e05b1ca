/* Findings: what a rule of the attribution check says; verdicts; and the use of an image that a check looks at. */
#ifndef PICDESK_FINDING_H
#define PICDESK_FINDING_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "picdesk/article.h"
#include "picdesk/credit.h"
#include "picdesk/merge.h"
#include "picdesk/pair.h"
#include "picdesk/record.h"
#include "picdesk/rights.h"

G_BEGIN_DECLS

typedef enum {
    PD_SEVERITY_OFF = 0,
    PD_SEVERITY_INFO,
    PD_SEVERITY_NOTICE,
    PD_SEVERITY_WARNING,
    PD_SEVERITY_ERROR
} PdSeverity;

const char *pd_severity_name(PdSeverity severity);                  /* "off", "info", "notice", "warning", "error" */
bool pd_severity_parse(const char *name, PdSeverity *out_severity); /* false for an unknown word */

typedef enum { PD_VERDICT_CLEAR = 0, PD_VERDICT_REVIEW, PD_VERDICT_BLOCKED } PdVerdict;

const char *pd_verdict_name(PdVerdict verdict); /* "clear", "review", "blocked" */

/* What the house pays for a use, as far as the catalogue's rights tell it. */
typedef enum {
    PD_COST_FREE = 0,    /* covered by a contract, or needs none */
    PD_COST_CONDITIONAL, /* covered, under restrictions */
    PD_COST_OVERQUOTA,   /* the agreed number of uses is spent */
    PD_COST_PAY
} PdCost;

const char *pd_cost_name(PdCost cost); /* "free", "conditional", "overquota", "pay" */

typedef struct {
    const char *rule; /* id, constant */
    PdSeverity severity;
    const char *standard; /* constant: which standard or practice asks this */
    bool is_fixable;
    char *field;      /* (nullable) the field key it is about */
    char *message;    /* one sentence for people */
    char *found;      /* (nullable) what stands there */
    char *expected;   /* (nullable) what should */
    char *evidence;   /* (nullable) where it was seen, with origin: "iptc 2:110 at 1234" */
    char *suggestion; /* (nullable) what to do */
    char *answer;     /* (nullable) who answered for it: "lifted by lease 4 until …", "suppressed until …"; it no longer
                         counts towards the verdict */
} PdFinding;

void pd_finding_clear(PdFinding *finding); /* frees what it holds, not the struct */

/* An image as the catalogue knows it, with what is derived from its record. Borrowed in a PdUse. */
typedef struct PdImage {
    int64_t id;
    char uid[37];           /* never changes, survives export: 8-4-4-4-12 hex */
    char *path;             /* (nullable) one present place of it, absolute; bytes */
    const char *quarantine; /* (nullable) "unreadable", "crash", "timeout", "limit": the file could not be read */
    uint64_t size_bytes;
    char sha256[65];  /* of the whole file at path, hex; "" where no scan was asked for it */
    PdRecord *record; /* (nullable) */
    PdMerged *merged; /* (nullable) of the record */
} PdImage;

PdImage *pd_image_new(void);        /* (transfer full): pd_image_free() */
void pd_image_free(PdImage *image); /* frees all it holds; accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdImage, pd_image_free)

/* Until when an image may be used, and who says so. Texts are borrowed. */
typedef struct {
    const char *basis;   /* constant: "licence", "lease", "licence-end", "expiration", "time-limit" */
    char starts_on[11];  /* day, "" when not stated */
    char ends_on[11];    /* the last day */
    int64_t licence_id;  /* of the catalogue's licence or lease, 0 = none */
    const char *holder;  /* (nullable) who granted it */
    const char *wording; /* (nullable) the words that set the limit */
} PdEnd;

/* One use of an image: a figure of an article, the image that stands in it, and what both say. A use without an image is
 * an orphan figure; one without an article is an image of the catalogue looked at by itself. All pointers (nullable). */
typedef struct PdUse {
    int64_t article_id, figure_id; /* 0 = none, or in memory only */
    const char *article_path;
    const PdArticle *article; /* its own figures are not looked at through this */
    const PdFigure *figure;
    const PdImage *image;
    const PdImage *rendition;   /* the local file the figure refers to, the published copy */
    const PdCredit *printed;    /* the figure's credit line, parsed */
    const PdCredit *embedded;   /* credit, source, creator of the image's merged answer, parsed */
    const PdCredit *in_caption; /* a credit found inside the image's caption */
    const PdUsage *entered;     /* a use that no article shows, entered by hand */
    PdPairStatus status;
    double score;
    const PdPair *pair;        /* the pair that joins figure and image, with its evidence */
    const PdFinding *findings; /* filled after the check, for reports */
    size_t n_findings;
    PdVerdict verdict;
    PdCost cost;
    const char *category; /* (nullable) by what right it is used, a word of pd_usage_categories; NULL = none found */
    const PdEnd *ends;    /* (nullable) filled where a report asks for them */
    size_t n_ends;
} PdUse;

G_END_DECLS

#endif
