/* Matching: which images of an archive stand in the figures of an article. Pure: no catalogue, no SQL, no file, no clock.
 *
 * The caller prepares the figures of one article and, for each, the images that may stand in it (candidates); the matcher
 * weighs every pair by the signals of signals.def, adds their words up to log-odds, lets the candidates of a figure and
 * the case "none of them" share one probability, puts frames that nothing tells apart into one set, and gives each figure
 * of the article at most one image. Threads: everything here may be used by several threads on different objects.
 */
#ifndef PICDESK_MATCH_MATCH_H
#define PICDESK_MATCH_MATCH_H

#include "match/text.h"
#include "picdesk/article.h"
#include "picdesk/credit.h"
#include "picdesk/pair.h"

/* How rare words are in the archive. */
typedef struct {
    PdRarityFunc rarity;
    void *user;
} PdMatchArchive;

/* Who is named by a credit, folded for comparing. */
typedef struct {
    char **creators;                         /* (transfer full) folded names */
    char **agencies;                         /* (transfer full) slugs, or folded names of parties without */
    char **creators_shown, **agencies_shown; /* the same as written, in the same order */
    char *line;                              /* (transfer full) the whole line as folded words; "" */
} PdMatchCredit;

/* What an image says of itself; all texts (nullable), borrowed while pd_match_image_new() runs. */
typedef struct {
    int64_t id;
    const char *path; /* one place of it */
    const char *caption, *headline, *title, *keywords, *city, *state, *country, *sublocation;
    const char *captured_at; /* as PD_FIELD_CAPTURED_AT */
    const char *supplier_id; /* as pd_supplier_id_of_name() */
    const PdCredit *credit;
} PdMatchSource;

/* An image made ready for comparing. */
typedef struct {
    int64_t id;
    char *path;          /* (nullable) */
    char *folder, *stem; /* of its path; "" */
    char *supplier_id;   /* (nullable) */
    PdTerms *terms;      /* caption, headline, title, keywords */
    PdTerms *name_terms; /* words of the file name */
    PdMatchCredit credit;
    char **cities, **countries; /* folded names in several languages; empty when it states none */
    char *city, *country;       /* (nullable) as stated */
    int day;                    /* day of capture as a Julian day, 0 = unknown */
    char *set_key;              /* equal for frames that nothing tells apart */
} PdMatchImage;

/* (transfer full): pd_match_image_free(). */
PdMatchImage *pd_match_image_new(const PdMatchSource *source, const PdMatchArchive *archive);
void pd_match_image_free(PdMatchImage *image); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdMatchImage, pd_match_image_free)

/* A figure made ready for comparing. */
typedef struct {
    int64_t id;
    PdTerms *terms;        /* caption and alt */
    PdTerms *title, *lead; /* of the article */
    PdTerms *url_terms;    /* words of the media's file name */
    char *caption_words;   /* folded, a space at both ends, for finding names of places */
    char *title_words, *lead_words;
    char *url_stem;      /* (nullable) base name of the url without extension, folded */
    char **supplier_ids; /* ids that the urls and the caption tell */
    PdMatchCredit credit;
    int published;      /* Julian day, 0 = unknown */
    GHashTable *looks;  /* (nullable) image id (int64_t) -> double, likeness of the published copy, 0 = another picture;
                           an image that cannot be looked at is not in it. (transfer full) with the figure */
    GArray *companions; /* (nullable) of const PdMatchImage *: sure images of the article's other figures; the matcher's */
} PdMatchFigure;

/* printed: (nullable) the figure's credit line, parsed; supplier_ids: (nullable) NULL-terminated, what its urls and caption
 * tell. All borrowed while the function runs. (transfer full): pd_match_figure_free(). */
PdMatchFigure *pd_match_figure_new(int64_t id, const PdArticle *article, const PdFigure *figure, const PdCredit *printed,
                                   const char *const *supplier_ids, const PdMatchArchive *archive);
void pd_match_figure_free(PdMatchFigure *figure); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdMatchFigure, pd_match_figure_free)

/* The log-odds of one pair: the sum of all signals. evidence (nullable): array of PdEvidence, gets one for each signal that
 * has something to say; clear them with pd_pair_clear() or g_free() of detail. */
double pd_match_weigh(const PdMatchFigure *figure, const PdMatchImage *image, GArray *evidence);

/* One figure and the images that may stand in it. */
typedef struct {
    PdMatchFigure *figure;
    GPtrArray *images; /* of PdMatchImage *, each once; (transfer none) */
    bool is_decided;   /* a person confirmed the only image: it is taken, and speaks for its neighbours */
} PdMatchTask;

/* Answers n figures of one article together. out: n pairings, each initialised by the caller. */
void pd_match_article(const PdMatchTask *tasks, size_t n, PdPairing *out);

/* What every pair's log-odds begin with: a pair must outweigh it to be likelier than "none of them". */
double pd_match_bias(void);

/* Differs when the signals, their features, their weights or the way of choosing do: pairs found with others are old. */
uint32_t pd_match_version(void);

/* The file's own name in a path or url, without folders, query and extension, folded. (transfer full): g_free(). */
char *pd_match_stem(const char *path);

/* The Julian day of a date "YYYY-MM-DD…", 0 when it does not state a day. */
int pd_match_day(const char *date);

#endif
