/* Progress (cli/progress.h). */
#include "cli/progress.h"

#include <stdarg.h>
#include <stdio.h>

#include "host/clock.h"
#include "host/terminal.h"

#define FIRST_AFTER_US 1000000
#define AGAIN_AFTER_US 200000

PdProgress pd_progress_start(bool is_wanted) {
    return (PdProgress){.started_us = pd_clock_monotonic_us(), .is_wanted = is_wanted && pd_terminal_shows_progress()};
}

bool pd_progress_is_due(PdProgress *progress) {
    if (!progress->is_wanted)
        return false;
    int64_t now_us = pd_clock_monotonic_us();
    return now_us - progress->started_us >= FIRST_AFTER_US && now_us - progress->shown_us >= AGAIN_AFTER_US;
}

void pd_progress_show(PdProgress *progress, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *line = g_strdup_vprintf(format, args);
    va_end(args);
    fprintf(stderr, "\r\033[K%s", line);
    fflush(stderr);
    progress->is_shown = true;
    progress->shown_us = pd_clock_monotonic_us();
}

void pd_progress_clear(PdProgress *progress) {
    if (!progress->is_shown)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->is_shown = false;
}
