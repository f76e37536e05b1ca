/* The pages of `inspect` for people: one row a value, aligned, wrapped to the terminal. */
#ifndef PICDESK_CLI_PAGE_H
#define PICDESK_CLI_PAGE_H

#include "desk/inspect.h"

/* Appends the page of an image or an article that was read. n_columns: the terminal's width, 0 = lines of any length.
 * with_all: also properties outside the table, and what stands behind the values chosen. */
void pd_cli_page(GString *out, const PdInspected *inspected, bool with_all, unsigned n_columns);

#endif
