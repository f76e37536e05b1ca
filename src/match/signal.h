/* A signal: one kind of evidence for or against a pair; one file under match/signal and one row in signals.def.
 *
 * A signal measures a few features of a pair and gives each a weight: what one unit of it adds to the log-odds that the
 * image stands in the figure. The weights were fitted together (conditional logit: the right image against the other
 * candidates and against "none of them"), on two thirds of a benchmark's articles, shrunk towards zero; where such data
 * cannot teach a weight, it is argued in the signal's file.
 */
#ifndef PICDESK_MATCH_SIGNAL_H
#define PICDESK_MATCH_SIGNAL_H

#include "match/match.h"

enum { PD_SIGNAL_FEATURES_MAX = 12 };

typedef struct {
    const char *name;
    double weight;
} PdSignalFeature;

typedef struct {
    const char *name; /* as evidence names it */
    const char *help; /* one line */
    const PdSignalFeature *features;
    size_t n_features; /* at most PD_SIGNAL_FEATURES_MAX */
    /* Fills values (all 0 before); detail (nullable) gets what was seen, for people; left empty when there is nothing. */
    void (*measure)(const PdMatchFigure *figure, const PdMatchImage *image, double *values, GString *detail);
} PdSignal;

/* The table, NULL-terminated, in the order of signals.def. */
extern const PdSignal *const pd_signals[];

#endif
