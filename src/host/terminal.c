/* The terminal (host/terminal.h). */
#include "host/terminal.h"

#include <sys/ioctl.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

enum { USUAL_COLUMNS = 80 };

static bool is_said(const char *value) {
    return value && *value && strcmp(value, "0") != 0 && g_ascii_strcasecmp(value, "false") != 0;
}

/* CI: a build service, which keeps what a terminal would redraw. */
bool pd_terminal_shows_progress(void) {
    const char *kind = getenv("TERM");
    return isatty(STDERR_FILENO) && kind && *kind && strcmp(kind, "dumb") != 0 && !is_said(getenv("CI"));
}

unsigned pd_terminal_progress_columns(void) {
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : USUAL_COLUMNS;
}

bool pd_terminal_is_typed(void) {
    return isatty(STDIN_FILENO);
}

unsigned pd_terminal_columns(void) {
    struct winsize size;
    return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
