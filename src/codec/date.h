/* Dates as the standards write them, to the one form picdesk keeps: YYYY[-MM[-DD[Thh:mm[:ss[.f]][offset]]]]. */
#ifndef PICDESK_CODEC_DATE_H
#define PICDESK_CODEC_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* Any ISO 8601 form of XMP, HTML and JSON, "YYYY:MM:DD hh:mm:ss" of EXIF, RFC 2822 dates of RSS. offset (nullable): an EXIF
 * offset tag, "+hh:mm" or "Z", used when the text states none. Impossible and zero dates give NULL. (transfer full):
 * g_free(). */
char *pd_date_normalise(const char *text, const char *offset);

/* IIM CCYYMMDD and (nullable) HHMMSS±HHMM (IIM 4.2, 2:55 and 2:60); NULL when impossible. (transfer full): g_free(). */
char *pd_date_from_iim(const char *date, const char *time);

/* The instant a normalised date means as an interval of unix seconds UTC: 28 hours wide without an offset (UTC-14 to
 * UTC+14 around the local second), a day, month or year wide (and those hours) when only that is stated. False when the text
 * is no normalised date. */
bool pd_date_interval(const char *normalised, int64_t *out_from_s, int64_t *out_to_s);

#endif
