/* Writing down what a check found: a format is one file under desk/verdict and one row in verdicts.def. Pure but for the
 * state in PdVerdictPage. */
#ifndef PICDESK_DESK_VERDICT_H
#define PICDESK_DESK_VERDICT_H

#include "picdesk/check.h"

/* What was checked, counted. */
typedef struct {
    uint64_t n_figures; /* pictures and media in articles */
    uint64_t n_images;  /* images looked at by themselves */
    uint64_t n_unused;  /* images that stand in no figure and were left out */
    uint64_t n_verdicts[PD_VERDICT_BLOCKED + 1];
    uint64_t n_findings[PD_SEVERITY_ERROR + 1]; /* without those that somebody answered for */
    uint64_t n_answered;
} PdCheckSummary;

/* One output. Uses of one article come one after the other. */
typedef struct {
    GString *out;       /* (transfer none) what is ready to be written; the caller empties it */
    GString *group;     /* the article being written, or NULL */
    const char *run_at; /* ISO 8601 */
    const char *base;   /* (nullable) paths below this folder are shown without it */
    bool has_colour;
    bool is_begun;
    int64_t article_id; /* of the group */
    char *article_path; /* of the group */
    char *article_title;
    PdVerdict worst;           /* of the group */
    uint64_t n_uses, n_failed; /* of the group */
    uint64_t n_written;
} PdVerdictPage;

typedef struct {
    const char *name;
    const char *about;
    void (*begin)(PdVerdictPage *page); /* (nullable) */
    void (*use)(PdVerdictPage *page, const PdUse *use);
    void (*end)(PdVerdictPage *page, const PdCheckSummary *summary); /* (nullable) */
} PdVerdictFormat;

extern const PdVerdictFormat *const pd_verdict_formats[]; /* NULL-terminated, in the order of verdicts.def */
const PdVerdictFormat *pd_verdict_format_find(const char *name);

/* ---- for formats */

/* Whether the use belongs to another article than the group. */
bool pd_verdict_is_new_group(const PdVerdictPage *page, const PdUse *use);
/* Empties the group and lets it begin with this use. */
void pd_verdict_begin_group(PdVerdictPage *page, const PdUse *use);
/* Counts a use of the group. */
void pd_verdict_count(PdVerdictPage *page, const PdUse *use);
void pd_verdict_page_done(PdVerdictPage *page);

/* What stands for a use in a list: its caption, else its file's or address's name; at most max characters.
 * (transfer full): g_free(). */
char *pd_verdict_label(const PdUse *use, size_t max);
/* A path for people: without page->base, safe for a terminal. (transfer full): g_free(). */
char *pd_verdict_path(const PdVerdictPage *page, const char *path);
/* Safe for a terminal, on one line, at most max characters, "…" at the end when cut. (transfer full): g_free(). */
char *pd_verdict_shorten(const char *text, size_t max);

#endif
