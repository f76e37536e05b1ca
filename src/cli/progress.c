/* Progress (cli/progress.h). */
#include "cli/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "codec/text.h"
#include "host/clock.h"
#include "host/terminal.h"

#define FIRST_AFTER_US 1000000
#define AGAIN_AFTER_US 200000
#define LEAST_PLACE 8 /* columns of a path that are worth showing */

PdProgress pd_progress_start(bool is_wanted) {
    return (PdProgress){.started_us = pd_clock_monotonic_us(), .is_wanted = is_wanted && pd_terminal_shows_progress()};
}

bool pd_progress_is_due(PdProgress *progress) {
    if (!progress->is_wanted)
        return false;
    int64_t now_us = pd_clock_monotonic_us();
    return now_us - progress->started_us >= FIRST_AFTER_US && now_us - progress->shown_us >= AGAIN_AFTER_US;
}

double pd_progress_elapsed_s(const PdProgress *progress) {
    return (double)MAX(pd_clock_monotonic_us() - progress->started_us, 1) / 1e6;
}

static size_t columns_of(gunichar letter) {
    return g_unichar_iszerowidth(letter) ? 0 : g_unichar_iswide(letter) ? 2 : 1;
}

static size_t width_of(const char *text) {
    size_t width = 0;
    for (; *text; text = g_utf8_next_char(text))
        width += columns_of(g_utf8_get_char(text));
    return width;
}

/* The part of a text's beginning that takes at most so many columns. */
static size_t fitting(const char *text, size_t columns) {
    const char *at = text;
    for (; *at; at = g_utf8_next_char(at)) {
        size_t width = columns_of(g_utf8_get_char(at));
        if (width > columns)
            break;
        columns -= width;
    }
    return (size_t)(at - text);
}

/* Where the rest of a text takes at most so many columns. */
static const char *fitting_end(const char *text, size_t columns) {
    for (size_t width = width_of(text); width > columns; text = g_utf8_next_char(text))
        width -= columns_of(g_utf8_get_char(text));
    while (*text && g_unichar_iszerowidth(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    return text;
}

/* The last column stays free: some terminals go on to the next line there. */
static size_t room(void) {
    unsigned columns = pd_terminal_progress_columns();
    return columns > 1 ? columns - 1 : 1;
}

static void show(PdProgress *progress, const char *line) {
    fprintf(stderr, "\r\033[K%.*s", (int)fitting(line, room()), line);
    fflush(stderr);
    progress->is_shown = true;
    progress->shown_us = pd_clock_monotonic_us();
}

void pd_progress_show(PdProgress *progress, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *line = g_strdup_vprintf(format, args);
    va_end(args);
    show(progress, line);
}

void pd_progress_show_place(PdProgress *progress, const char *path, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *place = pd_text_printable(path);
    size_t taken = width_of(text) + strlen(", "), left = room() > taken ? room() - taken : 0;
    bool is_whole = width_of(place) <= left;
    g_autofree char *line = is_whole             ? g_strconcat(text, ", ", place, NULL)
                            : left < LEAST_PLACE ? g_strdup(text)
                                                 : g_strconcat(text, ", …", fitting_end(place, left - 1), NULL);
    show(progress, line);
}

void pd_progress_clear(PdProgress *progress) {
    if (!progress->is_shown)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->is_shown = false;
}
