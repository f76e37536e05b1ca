/* A signal: one kind of evidence for or against a pair; one file under match/signal and one row in signals.def.
 *
 * A signal measures a few features of a pair and gives each a weight: what one unit of it adds to the log-odds that the
 * image stands in the figure. The weights were fitted together by tests/bench/bench_fit.c (conditional logit: the right
 * image against the other candidates and against "none of them", shrunk towards zero, evidence on its own side of zero) on
 * all articles of five draws of a benchmark; what they are worth was measured before, by weights fitted on two thirds of the
 * articles, on the third: tests/bench/calibration.py does it again. Argued are weights that such data cannot teach (look,
 * supplier, neighbour, a same file name; that pictures are not taken after publication, that a stated day is the day of the
 * picture, for the benchmark's dates are drawn; what holds where a day is unknown, for all its pictures have one) or teaches
 * too well: the lexicon of scenes was written beside the same articles, so that a fit gave scenes half as much again as
 * unseen articles bear out.
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
