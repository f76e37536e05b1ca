/* Inside the catalogue: what its files share. */
#ifndef PICDESK_CATALOG_STORE_H
#define PICDESK_CATALOG_STORE_H

#include "catalog/catalog.h"
#include "catalog/db.h"
#include "catalog/rows.h"
#include "picdesk/merge.h"

#define PD_CATALOG_APPLICATION 0x50444B31 /* 'PDK1' */
#define PD_CATALOG_VERSION 5              /* of the facts */

struct PdForgotten;
struct PdKeys;
typedef struct PdNewRows PdNewRows;

struct PdCatalog {
    PdDb *db;
    int64_t version;  /* of the facts: an older one may be open for reading */
    char *path;       /* (nullable) NULL in memory; without symbolic links */
    bool has_derived; /* the derived tables are of this program's version */
    int64_t done_to;  /* up to which image they are filled, as transaction number done_to_seen saw it */
    uint64_t done_to_seen;
    GPtrArray *roots;              /* of PdRoot: read when first needed */
    GHashTable *twins;             /* (nullable) what is known of pictures */
    struct PdKeys *keys;           /* (nullable) before the first put (catalog/keys.h) */
    PdNewRows *new_rows;           /* (nullable) before the first new file (catalog/new_rows.h) */
    int64_t data_version;          /* as it was when the catalogue was opened */
    struct PdForgotten *forgotten; /* (nullable) whom put functions leave out, as read when there were n_forgotten rows */
    int64_t n_forgotten, n_left_out;
    uint64_t forgotten_seen; /* the transaction that looked for more of them last */
    uint8_t chance[256];     /* n_chance of them are not used yet */
    size_t n_chance;
    uint8_t uid_first; /* of the uids of transaction number uid_transaction */
    uint64_t uid_transaction;
    GHashTable *word_counts; /* (nullable) word -> int64_t: asked again and again by the matcher */
};

typedef struct {
    int64_t id;
    char *path; /* absolute, no slash at the end but for "/" */
} PdRoot;

/* ---- migrate.c */

typedef struct {
    int64_t version; /* the facts' version after this step */
    const char *sql;
} PdMigration;

extern const PdMigration pd_catalog_migrations[]; /* ends with version 0 */

/* Brings the facts from one version to the newest by steps, each in its own transaction. */
bool pd_catalog_migrate(PdDb *db, int64_t application, const PdMigration *steps, GError **error);

/* ---- place.c */

/* Fills in one present place of the image with this id: path, size and hash of that file; no path when there is none. */
bool pd_catalog_place(PdCatalog *catalog, PdImage *image, GError **error);
/* The absolute path of a folder row and a name. */
char *pd_catalog_join(const char *root, const char *folder, const char *name);

/* ---- twins.c: images of one coded picture, remembered; inside a transaction, after pd_keys_look() */

/* So many of them are looked at: a placeholder picture has thousands. */
#define PD_MAX_TWINS 64

typedef struct {
    int64_t image;
    uint64_t digest; /* of its record's body: equal bodies have equal ones */
    bool has_place;  /* some file of it is present */
} PdTwin;

/* The first images with this key, of PdTwin in the order of their ids. (transfer none) until the next call. */
bool pd_twins_of(PdCatalog *catalog, const uint8_t *key, const GArray **out, GError **error);
/* An image that is new in this transaction and gets a place. */
void pd_twins_add(PdCatalog *catalog, const uint8_t *key, int64_t image, uint64_t digest);
/* The first images one of whose files had this content at any time; asked anew each time. (transfer full): g_array_unref().
 * NULL on failure. */
GArray *pd_twins_by_content(PdCatalog *catalog, const uint8_t *sha256, GError **error);
/* A place or a record of a known image changes, or somebody else may have changed it. */
void pd_twins_forget(PdCatalog *catalog);
uint64_t pd_twins_digest(const PdFlatRecord *record);

/* ---- correction.c */

/* Adds what people said of the image's fields. */
bool pd_corrections_add(PdCatalog *catalog, int64_t image, PdRecord *record, GError **error);
/* The same to a copy, *out NULL when nobody said anything. *out (transfer full): pd_record_free(). */
bool pd_corrections_copy(PdCatalog *catalog, int64_t image, const PdRecord *record, PdRecord **out, GError **error);

/* ---- parties.c */

/* Hands the house's parties and aliases to the credit grammar. */
bool pd_parties_load(PdCatalog *catalog, GError **error);
/* Empties the look-up tables of images when parties changed since they were filled; filling them is for the caller. */
bool pd_parties_catch_up(PdCatalog *catalog, GError **error);

/* ---- uid.c: 16 random bytes, shown as 8-4-4-4-12 hex */

void pd_uid_new(PdCatalog *catalog, uint8_t out[16]);
void pd_uid_text(const uint8_t uid[16], char out[37]);

/* ---- derive.c */

#define PD_DERIVED_ALL INT64_MAX

/* Makes the derived tables when they are missing or of another version. */
bool pd_derive_prepare(PdCatalog *catalog, GError **error);
/* Makes them anew, empty. */
bool pd_derive_make(PdCatalog *catalog, GError **error);
/* The image up to which they are filled; images behind it are left to fill.c. PD_DERIVED_ALL: filled to the end. */
bool pd_derive_done_to(PdCatalog *catalog, int64_t *out, GError **error);
bool pd_derive_set_done_to(PdCatalog *catalog, int64_t done_to, GError **error);
/* Whether they are filled up to this image; remembered for one transaction. */
bool pd_derive_reaches(PdCatalog *catalog, int64_t image, bool *out, GError **error);
/* Every origin's words, folded, each once. (transfer full): g_free(). */
char *pd_derive_words_of(const PdRecord *record);
/* Empties them, to be filled again; looks stay, pairs unless with_pairs. */
bool pd_derive_empty(PdCatalog *catalog, bool with_pairs, GError **error);
/* Lets every article be matched again. */
bool pd_derive_unmatch(PdCatalog *catalog, GError **error);
/* After an image got a record: old (nullable) is the one before. */
bool pd_derive_image(PdCatalog *catalog, int64_t image, const PdRecord *old, const PdRecord *record, GError **error);
/* After an image got a place. */
bool pd_derive_place(PdCatalog *catalog, int64_t image, const char *name, GError **error);
/* What follows from some images, before it is written. */
typedef struct {
    PdCatalog *catalog;
    PdRows *rows;
    GHashTable *lines; /* credit lines that were met */
} PdDerived;

PdDerived *pd_derived_new(PdCatalog *catalog); /* (transfer full): pd_derived_free() */
void pd_derived_free(PdDerived *derived);      /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdDerived, pd_derived_free)

/* All that an image is looked up by; it has none of it yet. */
bool pd_derive_add(PdDerived *derived, int64_t image, const PdRecord *record, GError **error);
/* ---- derive_credit.c */
GHashTable *pd_derive_lines_new(void);
/* A name that may tell a supplier's image id: of a file, or a field that often holds one. */
void pd_derive_name(PdDerived *derived, int64_t image, const char *name);
void pd_derive_suppliers(PdDerived *derived, int64_t image, const PdRecord *record, const PdMerged *merged);
/* Credit lines and those whom they name; day of capture, 0 = not stated. */
bool pd_derive_credits(PdDerived *derived, int64_t image, const PdMerged *merged, int64_t day, GError **error);
/* ---- matching.c: the words of a telling file name; the day of capture, and who took it where */
void pd_derive_name_words(PdDerived *derived, int64_t image, const char *stem);
/* The credits too. */
bool pd_derive_taken(PdDerived *derived, int64_t image, const PdMerged *merged, GError **error);
/* Before the credits go that the old record gave. */
bool pd_derive_untake(PdCatalog *catalog, int64_t image, const PdRecord *old, GError **error);
/* Whether the tables of images are filled to the end. */
bool pd_derive_is_whole(PdCatalog *catalog, bool *out, GError **error);
/* PD_ERROR_STORE when this handle cannot use the derived tables. */
bool pd_derive_check(const PdCatalog *catalog, GError **error);

#endif
