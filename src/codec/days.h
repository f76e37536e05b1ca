/* Calendar days as people write them in running text, in the languages of the wires. */
#ifndef PICDESK_CODEC_DAYS_H
#define PICDESK_CODEC_DAYS_H

#include <stddef.h>

#include <glib.h>

/* A stated day; a part that is not stated is 0. start and end are bytes of the text. */
typedef struct {
    size_t start, end;
    int year, month, day;
} PdDay;

/* All days of a text, in order: "4 May 2022", "May 4, 2022", "4. Mai 2022", "4 de mayo de 2022", "Sept. 4", "May 2022",
 * "04.05.2022" (day first, unless only the other order is possible), "2022-05-04"; a weekday before one belongs to it. text:
 * valid UTF-8, the first 16 KiB are looked at. (transfer full): g_array_unref(), of PdDay; never NULL. */
GArray *pd_days_find(const char *text);

#endif
