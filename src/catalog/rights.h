/* Rights in the catalogue: parties, licences, leases … each kind a table of its own, all kept and changed in one way.
 *
 * A row is a list of cells in the order of its kind's columns: valid UTF-8, NULL when empty, already checked and in their
 * plain form (what the columns' types say). Changes come in steps: what one command does, told apart by a number, kept with
 * who and when, and taken back as a whole by another step. As in catalog/catalog.h else.
 */
#ifndef PICDESK_CATALOG_RIGHTS_H
#define PICDESK_CATALOG_RIGHTS_H

#include "catalog/catalog.h"
#include "picdesk/rights.h"

typedef enum {
    PD_CELL_TEXT,
    PD_CELL_SLUG,      /* lower-case letters, digits, '-' */
    PD_CELL_NAMES,     /* names joined by " | " */
    PD_CELL_WORD,      /* one of the column's words */
    PD_CELL_DAY,       /* 2026-11-22 */
    PD_CELL_COUNT,     /* a whole number from 0 on */
    PD_CELL_MONEY,     /* "120.00"; the next column is its currency */
    PD_CELL_CURRENCY,  /* ISO 4217 code */
    PD_CELL_CATEGORY,  /* of pd_usage_categories */
    PD_CELL_PARTY,     /* slug, else name */
    PD_CELL_MEDIUM,    /* a word of the media lexicon */
    PD_CELL_MEDIA,     /* several, joined by " | " */
    PD_CELL_TERRITORY, /* ISO 3166 codes joined by " | " */
    PD_CELL_IMAGE,     /* an image's uid */
    PD_CELL_IMAGES,    /* several, joined by " | " */
    PD_CELL_ARTICLE,   /* an article's key: its address, else its path */
    PD_CELL_RULE       /* id of a rule of the check */
} PdCellType;

typedef struct {
    const char *name; /* in CSV and SQL */
    PdCellType type;
    bool is_required;
    const char *about; /* one line for people */
    const char *words; /* PD_CELL_WORD: joined by '|' */
} PdRightsColumn;

typedef struct {
    int64_t id;
    const char *const *cells;
    const int64_t *images; /* ids of the image cells, ascending */
    size_t n_images;
    int64_t article_id; /* 0 = none */
    const char *who;    /* who made it */
    int64_t made_at_us;
    bool is_ended;
} PdRightsRow;

enum { PD_RIGHTS_COLUMNS_MAX = 24 };

/* A kind of right: one file under catalog/right and one row in rights.def. Texts are constant. */
typedef struct PdRightsTable {
    const char *name;  /* "licence": word of the command, table of the store */
    const char *about; /* one line for people */
    const PdRightsColumn *columns;
    size_t n_columns;
    size_t n_key; /* so many columns, the first ones, tell rows in force apart; 0: none do */
    /* (nullable) What the columns cannot say each for itself. */
    bool (*check)(const char *const *cells, GError **error);
    /* (nullable) Adds a row in force to the view; day: that the view is for. */
    bool (*show)(PdCatalog *catalog, const PdRightsRow *row, const char *day, PdRights *view, GError **error);
} PdRightsTable;

#define PD_COLUMNS(list) .columns = (list), .n_columns = G_N_ELEMENTS(list)

/* The kinds, NULL-terminated, in the order of rights.def. */
extern const PdRightsTable *const pd_rights_tables[];
const PdRightsTable *pd_rights_table_find(const char *name); /* (nullable) */
/* The place of a column, -1 when the kind has none of that name. */
int pd_rights_column(const PdRightsTable *table, const char *name);

/* ---- reading */

typedef bool (*PdRightsRowFunc)(const PdRightsRow *row, void *user);
/* The rows of a kind in the order of their ids; with_ended: also those no longer in force. */
bool pd_catalog_each_right(PdCatalog *catalog, const PdRightsTable *table, bool with_ended, PdRightsRowFunc func, void *user,
                           GError **error);
/* One row, told to func. PD_ERROR_NOT_FOUND. */
bool pd_catalog_right(PdCatalog *catalog, const PdRightsTable *table, int64_t id, PdRightsRowFunc func, void *user,
                      GError **error);

/* What names an article in cells. (transfer full): g_free(). PD_ERROR_NOT_FOUND. */
bool pd_catalog_article_key(PdCatalog *catalog, int64_t id, char **out, GError **error);

/* Everything in force, as the check looks at it on a day ("2026-11-22"): quotas with what was used of them, images with the
 * others of the same picture. (transfer full): pd_rights_free(). An older catalogue opened for reading has no rights. */
PdRights *pd_catalog_rights(PdCatalog *catalog, const char *day, GError **error);
/* How a party is named in the view: its slug, else its name folded. (transfer full): g_free(). NULL stays NULL. */
char *pd_rights_party(const char *cell);
/* The same for people: the long name of a party that the lexicon knows, else the cell. (transfer full): g_free(). */
char *pd_rights_party_name(const char *cell);
/* The items of a cell that is a list, NULL-terminated. (transfer full): g_strfreev(). Never NULL. */
char **pd_rights_list(const char *cell);
/* Whether the first day is after the last one; sets PD_ERROR_ARG then. Both (nullable). */
bool pd_rights_days_are_swapped(const char *from, const char *to, GError **error);

/* To be called when rows of parties or aliases were changed: the credit grammar knows them then, and the look-up tables of
 * images are filled anew when they must. No other thread may parse credits meanwhile. */
bool pd_catalog_parties_changed(PdCatalog *catalog, GError **error);

/* ---- uses */

/* One use of one image: in an article of the catalogue, or entered by hand. */
typedef struct {
    int64_t image_id;
    int64_t article_id, figure_id; /* 0 = entered */
    int64_t usage_id;              /* 0 = in an article */
    bool is_proposed;              /* the pair is not confirmed by a person */
    const char *used_on;           /* (nullable) day: published, or as entered */
    const char *medium;
    int64_t quantity;
} PdUseMade;

typedef bool (*PdUseMadeFunc)(const PdUseMade *use, void *user);
/* Uses from one day to another, both included (nullable: without end; uses without a day come only when both are NULL), in
 * the order of articles, then of entries. An image that stands several times in an article is used once. */
bool pd_catalog_each_use_made(PdCatalog *catalog, const char *from, const char *to, PdUseMadeFunc func, void *user,
                              GError **error);
/* How often pictures of a party (as pd_rights_party() names it) were used in that time. */
bool pd_catalog_count_uses(PdCatalog *catalog, const char *party, const char *from, const char *to, int64_t *out_n,
                           GError **error);

/* ---- changing */

typedef struct {
    const char *who;
    const char *reason; /* (nullable) */
    int64_t number;     /* 0: the next free one, set by the first change */
} PdRightsStep;

/* Adds a row. PD_ERROR_ARG when the cells contradict each other, or a row in force is the same or has
 * their key. */
bool pd_catalog_add_right(PdCatalog *catalog, PdRightsStep *step, const PdRightsTable *table, const char *const *cells,
                          int64_t *out_id, GError **error);
/* Gives a row in force other cells; *out_is_changed: whether any differs. PD_ERROR_NOT_FOUND. */
bool pd_catalog_change_right(PdCatalog *catalog, PdRightsStep *step, const PdRightsTable *table, int64_t id,
                             const char *const *cells, bool *out_is_changed, GError **error);
/* Takes a row out of force. PD_ERROR_NOT_FOUND. */
bool pd_catalog_end_right(PdCatalog *catalog, PdRightsStep *step, const PdRightsTable *table, int64_t id, GError **error);
/* Takes all changes of a step back, by a step of its own. PD_ERROR_NOT_FOUND: no such step; PD_ERROR_ARG: taken back
 * already, or a row was changed again since. */
bool pd_catalog_undo_rights(PdCatalog *catalog, PdRightsStep *step, int64_t undone, GError **error);
/* The first row in force with these cells, n_cells of them from the left (0: all), 0 when there is none. */
bool pd_catalog_find_right(PdCatalog *catalog, const PdRightsTable *table, const char *const *cells, size_t n_cells,
                           int64_t *out_id, GError **error);

typedef struct {
    int64_t id, step, row_id, at_us;
    const PdRightsTable *table;
    const char *who, *reason;  /* reason (nullable) */
    const char *const *before; /* (nullable) cells; NULL: was not in force */
    const char *const *after;  /* (nullable) NULL: is no longer in force */
    int64_t undoes_step;       /* 0 = none */
    bool is_undone;
} PdRightsChange;

typedef bool (*PdRightsChangeFunc)(const PdRightsChange *change, void *user);
/* What was changed, oldest first; step 0: all; table (nullable), row_id 0: any. */
bool pd_catalog_each_right_change(PdCatalog *catalog, int64_t step, const PdRightsTable *table, int64_t row_id,
                                  PdRightsChangeFunc func, void *user, GError **error);

#endif
