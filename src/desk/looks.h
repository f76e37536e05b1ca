/* The looks of a catalogue's images, made when first needed and kept, and which of them a published copy was made from. */
#ifndef PICDESK_DESK_LOOKS_H
#define PICDESK_DESK_LOOKS_H

#include "catalog/catalog.h"
#include "desk/match.h"

typedef struct PdLooks PdLooks;

/* catalog and run (whom to tell of progress; whether nothing is written): borrowed until the free. Nothing is read yet.
 * (transfer full): pd_desk_looks_free(). */
PdLooks *pd_desk_looks_new(PdCatalog *catalog, const PdMatchRun *run);
void pd_desk_looks_free(PdLooks *looks); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdLooks, pd_desk_looks_free)

typedef struct {
    int64_t image_id;
    double likeness; /* pd_look_verify(), at least PD_LOOK_SAME */
} PdLikeness;

/* The images that the picture is a rendition of, added to out (of PdLikeness), likeliest first. likely: ids (int64_t) of
 * images that something else speaks for, looked at in any case. The first call makes the looks that are missing: seconds for
 * a thousand images. *out_seen (false: the picture itself cannot be looked at).
 * PD_ERROR_STORE, PD_ERROR_CANCELLED after a signal. */
bool pd_desk_looks_find(PdLooks *looks, const PdImage *picture, const GArray *likely, GArray *out, bool *out_seen,
                        GError **error);
/* Whether the image has a look, so that not to be found says something. */
bool pd_desk_looks_has(const PdLooks *looks, int64_t image_id);

#endif
