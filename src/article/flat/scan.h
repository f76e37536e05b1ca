/* The signs of figures in one line: labels, credits in brackets, bare credits. */
#ifndef PICDESK_ARTICLE_FLAT_SCAN_H
#define PICDESK_ARTICLE_FLAT_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

typedef enum { PD_SIGN_CREDIT, PD_SIGN_CAPTION, PD_SIGN_MEDIA } PdSignKind;

typedef struct {
    PdSignKind kind;
    size_t start, end;       /* all of it: label, brackets */
    size_t value, value_end; /* the credit; of a caption where it starts (value_end == value) */
    const char *cue;         /* "label image source", "bracket", "bare credit"; (transfer none), for ever */
    double sure;
    bool is_labelled, is_bracket, is_bare;
    bool is_source; /* its label may name an article's source */
    bool is_wire;   /* names nothing but wires */
    bool is_firm;   /* joins a party and others */
    bool is_open;   /* its label ends the line: the value stands on the next */
} PdFlatSign;

/* The signs of [start, end) of the text in order, none inside another. (transfer full): g_array_unref(); of PdFlatSign.
 * is_running: prose may follow figures in this line. */
GArray *pd_flat_signs(const char *text, size_t start, size_t end, bool is_running);

#endif
