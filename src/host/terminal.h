/* The terminal. */
#ifndef PICDESK_HOST_TERMINAL_H
#define PICDESK_HOST_TERMINAL_H

#include <stdbool.h>

/* Whether standard error goes to a terminal that can redraw a line, and somebody looks at it. */
bool pd_terminal_shows_progress(void);
/* Columns of the terminal that standard error goes to. */
unsigned pd_terminal_progress_columns(void);
/* Whether standard input is typed by somebody. */
bool pd_terminal_is_typed(void);

/* Columns of the terminal that standard output goes to, 0 when it goes elsewhere. */
unsigned pd_terminal_columns(void);

#endif
