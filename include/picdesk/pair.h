/* Pairs: which image stands in which figure, how sure that is and why; and what people decided. */
#ifndef PICDESK_PAIR_H
#define PICDESK_PAIR_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    PD_PAIR_UNMATCHED = 0, /* no image of the catalogue is likely enough */
    PD_PAIR_AMBIGUOUS,     /* several images fit and nothing tells them apart */
    PD_PAIR_PROPOSED,
    PD_PAIR_CONFIRMED, /* by a person */
    PD_PAIR_REJECTED,  /* by a person */
    PD_PAIR_NO_IMAGE   /* a person said that the catalogue holds none */
} PdPairStatus;

/* "unmatched", "ambiguous", "proposed", "confirmed", "rejected", "no-image"; (transfer none) */
const char *pd_pair_status_name(PdPairStatus status);

/* One signal's word on a pair. */
typedef struct {
    const char *signal; /* the row of signals.def; constant */
    char *detail;       /* (transfer full) with the pair: what was seen, for people */
    double weight;      /* added to the pair's log-odds; negative speaks against */
} PdEvidence;

/* One image that may stand in a figure. */
typedef struct {
    int64_t image_id;
    double score;         /* 0..1, calibrated: of the pairs scored 0.9 nine in ten are right */
    PdEvidence *evidence; /* (transfer full) n_evidence of them */
    size_t n_evidence;
} PdPair;

void pd_pair_clear(PdPair *pair); /* frees what the pair holds, not the pair */

/* The answer for one figure: candidates, best first. */
typedef struct {
    PdPairStatus status;
    GArray *pairs; /* (transfer full) of PdPair, at most 6, best first; elements cleared with the array */
} PdPairing;

void pd_pairing_init(PdPairing *pairing);
void pd_pairing_done(PdPairing *pairing);

typedef enum { PD_DECISION_CONFIRM = 0, PD_DECISION_REJECT, PD_DECISION_NO_IMAGE, PD_DECISION_REVOKE } PdDecisionKind;

/* "confirm", "reject", "no-image", "revoke"; (transfer none) */
const char *pd_decision_name(PdDecisionKind kind);

G_END_DECLS

#endif
