/* A line of progress on standard error: on a terminal only, from the second second on, a few times a second. */
#ifndef PICDESK_CLI_PROGRESS_H
#define PICDESK_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

typedef struct {
    int64_t started_us, shown_us;
    bool is_wanted, is_shown;
} PdProgress;

PdProgress pd_progress_start(bool is_wanted);
/* Whether it is time to show a line now; cheap. */
bool pd_progress_is_due(PdProgress *progress);
/* Seconds since the start, more than 0. */
double pd_progress_elapsed_s(const PdProgress *progress);
/* One line, cut where the terminal ends. */
void pd_progress_show(PdProgress *progress, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* The same with a path behind it, whose beginning is left out when there is no room for all of it. path: bytes. */
void pd_progress_show_place(PdProgress *progress, const char *path, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Takes the line away, so that a message can stand in its place. */
void pd_progress_clear(PdProgress *progress);

#endif
