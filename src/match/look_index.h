/* Looks found by hash among millions: multi-index hashing (Norouzi, Punjani, Fleet 2012). A look is known by the 64-bit
 * hashes of the parts that editors cut out (whole, 16:9, 4:3, square); two hashes that differ in few bits agree, but for one
 * bit at most, in one of their four quarters (of very many looks: but for two, in one of three thirds), so that only looks
 * with such a part are compared. */
#ifndef PICDESK_MATCH_LOOK_INDEX_H
#define PICDESK_MATCH_LOOK_INDEX_H

#include "match/look.h"

/* A hash of a picture differs from that of its part in the original by so many bits at most; measured on resized,
 * recompressed and cropped pictures: nine in ten differ by less than 8. */
enum { PD_LOOK_BITS_APART = 14 };

typedef struct PdLookIndex PdLookIndex;

PdLookIndex *pd_look_index_new(void); /* (transfer full): pd_look_index_free() */
void pd_look_index_free(PdLookIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdLookIndex, pd_look_index_free)

/* Adds a look; they are numbered 0, 1, 2 … in the order added. Not after the first search. */
void pd_look_index_add(PdLookIndex *index, const PdLook *look);
/* The numbers of looks of which a part has nearly the probe's hash, turned or not, nearest first, each once, at most max;
 * added to out (of uint32_t). The first search sorts all: not to be called from two threads at once. */
void pd_look_index_find(PdLookIndex *index, const PdProbe *probe, bool with_turns, size_t max, GArray *out);

#endif
