/* Text in columns of a terminal: wide characters take two, marks none. */
#ifndef PICDESK_CLI_WRAP_H
#define PICDESK_CLI_WRAP_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

unsigned pd_cli_width(const char *text); /* columns that a line takes */
void pd_cli_pad(GString *out, unsigned n);

/* Bytes of the next line of at most n columns, broken at a space where there is one; 0 only for "" and at a line end. */
size_t pd_cli_line_bytes(const char *text, unsigned n);

/* Appends text and a line end, wrapped between indent and column n_columns (0 = never wrapped); the first line begins where
 * out stands, after as many columns as the indent. */
void pd_cli_append_wrapped(GString *out, const char *text, unsigned indent, unsigned n_columns);

/* Appends two texts beside each other, each wrapped in its half between indent and column n_columns (not
 * 0); the first lines begin as above. */
void pd_cli_append_beside(GString *out, const char *left, const char *right, unsigned indent, unsigned n_columns);

#endif
