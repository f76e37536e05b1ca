/* Dates as XMP, EXIF, IIM, HTML and RSS write them (ISO 8601, EXIF 2.32 "YYYY:MM:DD hh:mm:ss", IIM 4.2 CCYYMMDD and
 * HHMMSS±HHMM, RFC 2822) to one normal form, and from that to intervals of time. No clock and no time zone data base. */
#include "codec/date.h"

#include <string.h>

#include <glib.h>

/* What a date states; parts below the stated precision are 0. */
typedef struct {
    unsigned year, month, day;
    unsigned hour, minute, second;
    char fraction[10]; /* digits, "" = none */
    int offset_min;    /* east of Greenwich */
    bool has_time, has_second, has_offset, is_zulu, is_west;
} Date;

static bool read_digits(const char **p, unsigned n, unsigned *out) {
    unsigned number = 0;
    for (unsigned i = 0; i < n; i++) {
        if (!g_ascii_isdigit((*p)[i]))
            return false;
        number = number * 10 + (unsigned)((*p)[i] - '0');
    }
    *p += n;
    *out = number;
    return true;
}

static unsigned days_of_month(unsigned year, unsigned month) {
    static const uint8_t DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : DAYS[month - 1];
}

static bool is_possible(const Date *d) {
    if (d->year < 1800 || d->month > 12 || (d->month == 0 && d->day != 0))
        return false;
    if (d->month && d->day > days_of_month(d->year, d->month))
        return false;
    return d->hour < 24 && d->minute < 60 && d->second <= 60;
}

/* "Z", "+hh:mm", "+hhmm" or "+hh"; anything else states no offset. */
static void read_offset(const char *p, Date *d) {
    while (*p == ' ')
        p++;
    if (*p == 'Z' || *p == 'z') {
        d->has_offset = d->is_zulu = true;
        return;
    }
    if (*p != '+' && *p != '-')
        return;
    bool is_west = *p++ == '-';
    unsigned hours, minutes = 0;
    if (!read_digits(&p, 2, &hours))
        return;
    if (*p == ':')
        p++;
    if (g_ascii_isdigit(*p) && !read_digits(&p, 2, &minutes))
        return;
    if (hours > 15 || minutes > 59)
        return;
    d->has_offset = true;
    d->is_west = is_west; /* -00:00 is not +00:00: a moment in UTC whose local offset nobody knows (RFC 3339, 4.3) */
    d->offset_min = (int)(hours * 60 + minutes) * (is_west ? -1 : 1);
}

static void read_fraction(const char **p, Date *d) {
    if (**p != '.' && **p != ',')
        return;
    (*p)++;
    size_t n = 0;
    for (; g_ascii_isdigit(**p); (*p)++)
        if (n + 1 < sizeof d->fraction)
            d->fraction[n++] = **p;
    d->fraction[n] = '\0';
}

/* "hh:mm[:ss[.f]]" or "hhmm[ss]", then the offset. False, and d as it was, when there is no time here. */
static bool read_time(const char *p, Date *d) {
    Date t = *d;
    if (!read_digits(&p, 2, &t.hour))
        return false;
    bool has_colons = *p == ':';
    p += has_colons;
    if (!read_digits(&p, 2, &t.minute))
        return false;
    const char *at = p + (has_colons && *p == ':');
    if ((at > p || !has_colons) && read_digits(&at, 2, &t.second)) {
        p = at;
        t.has_second = true;
        read_fraction(&p, &t);
    }
    t.has_time = true;
    read_offset(p, &t);
    *d = t;
    return true;
}

static bool is_date_mark(char c) {
    return c == '-' || c == ':' || c == '/' || c == '.';
}

/* YYYY[-MM[-DD]] with any mark, or YYYYMMDD; *p ends behind it. */
static bool read_day(const char **p, Date *d) {
    if (!read_digits(p, 4, &d->year))
        return false;
    const char *at = *p;
    bool is_marked = is_date_mark(*at);
    if (!is_marked && !g_ascii_isdigit(*at))
        return true;
    at += is_marked;
    if (!read_digits(&at, 2, &d->month))
        return false;
    *p = at;
    if (is_marked ? !is_date_mark(*at) : !g_ascii_isdigit(*at))
        return is_marked;
    at += is_marked;
    if (read_digits(&at, 2, &d->day))
        *p = at;
    return true;
}

static bool read_iso(const char *p, Date *d) {
    if (!read_day(&p, d))
        return false;
    bool has_mark = *p == 'T' || *p == 't' || *p == ' ' || (*p == ':' && d->day);
    while (*p == 'T' || *p == 't' || *p == ' ' || *p == ':')
        p++;
    if (d->day && has_mark && g_ascii_isdigit(*p))
        read_time(p, d);
    return true;
}

static const char *skip_word(const char *p) {
    while (*p && *p != ' ')
        p++;
    while (*p == ' ')
        p++;
    return p;
}

/* Zone names of RFC 2822, section 4.3. */
static void read_named_offset(const char *p, Date *d) {
    static const struct {
        const char *name;
        int hours;
    } ZONES[] = {{"GMT", 0},  {"UTC", 0},  {"UT", 0},   {"EST", -5}, {"EDT", -4}, {"CST", -6},
                 {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};
    while (*p && !g_ascii_isalpha(*p))
        p++;
    for (size_t i = 0; !d->has_offset && i < G_N_ELEMENTS(ZONES); i++)
        if (g_str_has_prefix(p, ZONES[i].name)) {
            d->has_offset = true;
            d->is_zulu = ZONES[i].hours == 0;
            d->offset_min = ZONES[i].hours * 60;
        }
}

/* "[Mon, ]16 Aug 2021 09:41[:07] +0430" */
static bool read_rfc2822(const char *p, Date *d) {
    static const char MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (g_ascii_isalpha(*p))
        p = skip_word(p);
    if (!read_digits(&p, g_ascii_isdigit(*p) && g_ascii_isdigit(p[1]) ? 2 : 1, &d->day) || *p != ' ')
        return false;
    while (*p == ' ')
        p++;
    for (unsigned i = 0; i < 12; i++)
        if (g_ascii_strncasecmp(p, MONTHS + (size_t)3 * i, 3) == 0)
            d->month = i + 1;
    p = skip_word(p);
    if (d->month == 0 || d->day == 0 || !read_digits(&p, 4, &d->year))
        return false;
    while (*p == ' ')
        p++;
    if (g_ascii_isdigit(*p) && read_time(p, d))
        read_named_offset(p, d);
    return true;
}

/* A number in so many digits; returns what follows it. */
static char *write_digits(char *to, unsigned number, int n) {
    for (int i = n - 1; i >= 0; i--, number /= 10)
        to[i] = (char)('0' + number % 10);
    return to + n;
}

/* The same behind a mark. */
static char *write_part(char *to, char mark, unsigned number) {
    *to = mark;
    return write_digits(to + 1, number, 2);
}

static char *write_offset(char *to, const Date *d) {
    unsigned minutes = (unsigned)ABS(d->offset_min);
    if (d->is_zulu) {
        *to++ = 'Z';
    } else if (d->has_offset) {
        to = write_part(to, d->is_west || d->offset_min < 0 ? '-' : '+', minutes / 60);
        to = write_part(to, ':', minutes % 60);
    }
    return to;
}

static char *write_time(char *to, const Date *d) {
    to = write_part(to, 'T', d->hour);
    to = write_part(to, ':', d->minute);
    if (d->has_second)
        to = write_part(to, ':', d->second);
    if (*d->fraction) {
        size_t len = strlen(d->fraction);
        *to++ = '.';
        memcpy(to, d->fraction, len);
        to += len;
    }
    return write_offset(to, d);
}

static char *write_date(const Date *d) {
    char text[sizeof "2021-08-16T09:41:07.+04:30" + sizeof d->fraction], *to = text;
    if (!is_possible(d))
        return NULL;
    to = write_digits(to, d->year, 4);
    if (d->month)
        to = write_part(to, '-', d->month);
    if (d->day)
        to = write_part(to, '-', d->day);
    if (d->day && d->has_time)
        to = write_time(to, d);
    return g_strndup(text, (gsize)(to - text));
}

char *pd_date_normalise(const char *text, const char *offset) {
    if (!text)
        return NULL;
    while (g_ascii_isspace(*text))
        text++;
    Date d = {0};
    if (!read_iso(text, &d)) {
        d = (Date){0};
        if (!read_rfc2822(text, &d))
            return NULL;
    }
    if (offset && d.has_time && !d.has_offset)
        read_offset(offset, &d);
    return write_date(&d);
}

char *pd_date_from_iim(const char *date, const char *time) {
    if (!date)
        return NULL;
    Date d = {0};
    while (*date == ' ')
        date++;
    if (!read_day(&date, &d))
        return NULL;
    while (time && *time == ' ')
        time++;
    if (time && d.day) {
        Date with_time = d;
        if (read_time(time, &with_time) && is_possible(&with_time))
            d = with_time;
    }
    return write_date(&d);
}

/* Days since 1970-01-01 in the proleptic Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms"). */
static int64_t days_from_civil(int64_t year, unsigned month, unsigned day) {
    year -= month <= 2;
    int64_t era = year / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

bool pd_date_interval(const char *normalised, int64_t *out_from_s, int64_t *out_to_s) {
    enum { DAY_S = 86400, WIDEST_OFFSET_S = 14 * 3600 };
    Date d = {0};
    if (!normalised || !read_iso(normalised, &d) || !is_possible(&d))
        return false;
    int64_t from = days_from_civil(d.year, d.month ? d.month : 1, d.day ? d.day : 1) * DAY_S;
    int64_t width = DAY_S;
    if (!d.month)
        width = days_from_civil((int64_t)d.year + 1, 1, 1) * DAY_S - from;
    else if (!d.day)
        width = (int64_t)days_of_month(d.year, d.month) * DAY_S;
    else if (d.has_time)
        width = d.has_second ? 1 : 60;
    from += (int64_t)d.hour * 3600 + d.minute * 60 + d.second;
    int64_t to = from + width - 1;
    int64_t slack = d.has_offset ? 0 : WIDEST_OFFSET_S;
    *out_from_s = from - (int64_t)d.offset_min * 60 - slack;
    *out_to_s = to - (int64_t)d.offset_min * 60 + slack;
    return true;
}
