/* The wording that a mandatory credit asks for. */
#ifndef PICDESK_CREDIT_RESTRICTION_WORDING_H
#define PICDESK_CREDIT_RESTRICTION_WORDING_H

#include <stdbool.h>
#include <stddef.h>

/* Where a wording may stand, in bytes: behind the phrase at [start, end) and before `limit`, or in front of it and after
 * `previous`. */
typedef struct {
    size_t previous, start, end, limit;
} PdWordingPlace;

/* The wording behind the phrase, else in the clause in front of it, else what the text says the picture was provided by.
 * (transfer full): g_free(). NULL for none. */
char *pd_restriction_wording(const char *text, const PdWordingPlace *place);
/* Whoever the phrase speaks of: what stands behind it. (transfer full): g_free(). NULL for none. */
char *pd_restriction_holder(const char *text, const PdWordingPlace *place);

/* A supplier's number in brackets between two places: digits, at least five, and at most two letters. */
bool pd_restriction_supplier_id(const char *text, size_t from, size_t to, size_t *out_start, size_t *out_end);

#endif
