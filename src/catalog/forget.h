/* Erasing for good: a person's name out of every text that the catalogue holds, or a root with all that hangs on it. What
 * was erased is known again only by a keyed hash, so that a later scan leaves it out and says so. As in catalog/catalog.h
 * else. */
#ifndef PICDESK_CATALOG_FORGET_H
#define PICDESK_CATALOG_FORGET_H

#include "catalog/catalog.h"

typedef struct {
    int64_t n_records;                     /* of images and of files in articles, old ones too, that are rewritten */
    int64_t n_texts;                       /* other texts: of articles, figures, rights, reasons */
    int64_t n_rows;                        /* rows that go as a whole */
    int64_t n_images, n_files, n_articles; /* of a root */
    int64_t n_paths; /* file names and addresses that hold the name: they stay, for they name things elsewhere */
} PdForgetCount;

/* Takes a name out of all texts, in any case, with or without accents, also with the last name first; whole rows go that are
 * about the person alone. Other names of the person are forgotten by further calls. is_dry: counts only. PD_ERROR_ARG for
 * a name of one letter or none. Look-up tables and pairs are emptied: to be filled again by the caller. */
bool pd_catalog_forget_person(PdCatalog *catalog, const char *name, bool is_dry, const char *who, PdForgetCount *out,
                              GError **error);
/* Takes a root with its files out, the images that lie nowhere else with all decisions, corrections and rights on them, and
 * the articles below it. PD_ERROR_NOT_FOUND. */
bool pd_catalog_forget_root(PdCatalog *catalog, const char *path, bool is_dry, const char *who, PdForgetCount *out,
                            GError **error);
/* Writes the file anew, so that nothing that was erased is left in it or beside it. PD_ERROR_STORE also when another program
 * reads the catalogue. */
bool pd_catalog_scrub(PdCatalog *catalog, GError **error);

/* How many values this handle left out because somebody in them was forgotten. */
int64_t pd_catalog_left_out(const PdCatalog *catalog);
/* When a root that lies at this path was forgotten, 0: never. */
bool pd_catalog_root_forgotten(PdCatalog *catalog, const char *path, int64_t *out_at_us, GError **error);

#endif
