/* IPTC-IIM (Information Interchange Model 4.2): datasets of the envelope (record 1) and the application (record 2).
 * Texts are in the charset that 1:90 names, wherever it stands in the block. Left out: records 3 to 9. */
#include <string.h>

#include "codec/date.h"
#include "image/block.h"

enum { TAG_MARKER = 0x1c, CODED_CHARACTER_SET = 1090 };

typedef struct {
    uint16_t number; /* record * 1000 + dataset */
    bool is_torn;    /* longer than the block: what there is of it is kept, not chosen */
    PdCursor body;
} Dataset;

typedef struct {
    PdReading *reading;
    PdCharset charset;
    uint16_t block;
    const Dataset *datasets;
    size_t n_datasets;
} Iim;

/* A length of more than 15 bits stands in as many bytes as its low bits say (IIM 4.2, 1.6). */
static bool read_length(PdCursor *in, size_t *out) {
    uint16_t len;
    if (!pd_cursor_be16(in, &len))
        return false;
    *out = len;
    if (!(len & 0x8000))
        return true;
    size_t n = len & 0x7fff;
    const uint8_t *bytes = n <= 4 ? pd_cursor_take(in, n) : NULL;
    if (!bytes)
        return false;
    *out = 0;
    for (size_t i = 0; i < n; i++)
        *out = *out << 8 | bytes[i];
    return true;
}

static bool next_dataset(PdReading *reading, PdCursor *in, Dataset *out) {
    uint8_t marker, record, dataset;
    size_t len;
    uint64_t at = pd_cursor_offset(in);
    while (pd_cursor_looks_at(in, "\0", 1)) /* padding */
        pd_cursor_skip(in, 1);
    if (!pd_cursor_u8(in, &marker))
        return false;
    if (marker != TAG_MARKER) {
        pd_reading_problem(reading, "iptc", at, "bytes that are no dataset");
        return false;
    }
    if (!pd_cursor_u8(in, &record) || !pd_cursor_u8(in, &dataset) || !read_length(in, &len)) {
        pd_reading_truncated(reading, "iptc", at, "the block ends inside a dataset");
        return false;
    }
    out->number = (uint16_t)(record * 1000u + dataset);
    out->is_torn = len > pd_cursor_left(in);
    if (out->is_torn)
        pd_reading_truncated(reading, "iptc", at, "a dataset is longer than the block");
    return pd_cursor_sub(in, MIN(len, pd_cursor_left(in)), &out->body);
}

/* (transfer full): g_free() */
static Dataset *list_datasets(PdReading *reading, PdCursor in, size_t *out_n) {
    size_t room = 32, n = 0;
    Dataset *datasets = g_new(Dataset, room), dataset;
    for (; n < reading->limits->segments && next_dataset(reading, &in, &dataset); n++) {
        if (n == room)
            datasets = g_renew(Dataset, datasets, room *= 2);
        datasets[n] = dataset;
    }
    *out_n = n;
    return datasets;
}

/* The last one of that number. */
static const Dataset *find(const Iim *iim, uint16_t number) {
    for (size_t i = iim->n_datasets; i-- > 0;)
        if (iim->datasets[i].number == number)
            return &iim->datasets[i];
    return NULL;
}

/* Whether the dataset is text; 1:00, 2:00 (versions) and 2:200 and more (previews) are numbers and pictures. */
static bool is_text(uint16_t number) {
    uint16_t record = number / 1000, dataset = number % 1000;
    return (record == 1 || record == 2) && dataset != 0 && dataset < 200 && number != CODED_CHARACTER_SET;
}

static bool is_utf8(PdCursor bytes) {
    return pd_text_is_utf8(bytes.data, bytes.len);
}

/* Programs on old Macintoshes wrote their own charset and did not say so; the whole block is asked. */
static bool is_mac(const Iim *iim) {
    int votes = 0;
    for (size_t i = 0; i < iim->n_datasets; i++) {
        const Dataset *dataset = &iim->datasets[i];
        int more = is_text(dataset->number) && !is_utf8(dataset->body)
                       ? pd_text_mac_votes(dataset->body.data, dataset->body.len)
                       : 0;
        if (more < 0)
            return false;
        votes += MIN(more, 8);
    }
    return votes > 0;
}

/* ISO 2022 announcer of UTF-8: ESC % G. */
static PdCharset charset_of(const Iim *iim) {
    const Dataset *coded = find(iim, CODED_CHARACTER_SET);
    if (coded && pd_cursor_looks_at(&coded->body, "\x1b%G", 3))
        return PD_CHARSET_UTF8;
    return !coded && is_mac(iim) ? PD_CHARSET_MAC_ROMAN : PD_CHARSET_GUESS;
}

/* Of a dataset: one that is valid UTF-8 is no Mac OS Roman, whatever its block is. */
static PdCharset charset_in(const Iim *iim, const Dataset *dataset, uint32_t *flags) {
    if (iim->charset != PD_CHARSET_MAC_ROMAN)
        return iim->charset;
    if (is_utf8(dataset->body))
        return PD_CHARSET_GUESS;
    *flags |= PD_VALUE_GUESSED;
    return PD_CHARSET_MAC_ROMAN;
}

static char *text_of(const Iim *iim, const Dataset *dataset, uint32_t *flags) {
    if (!dataset)
        return NULL;
    PdCharset charset = charset_in(iim, dataset, flags);
    return pd_reading_text(dataset->body.data, dataset->body.len, charset, flags);
}

/* The dataset that holds the time beside a date: 2:55 and 2:60, 2:30 and 2:35, 2:37 and 2:38, 1:70 and 1:80. */
static uint16_t time_of(uint16_t date) {
    return date == 2055 ? 2060 : date == 2030 ? 2035 : date == 2037 ? 2038 : date == 1070 ? 1080 : 0;
}

/* "2:05", "2:120"; datasets of records below 10. */
static void name_dataset(uint16_t number, char *out) {
    unsigned dataset = number % 1000u;
    *out++ = (char)('0' + number / 1000u);
    *out++ = ':';
    if (dataset >= 100)
        *out++ = (char)('0' + dataset / 100);
    *out++ = (char)('0' + dataset / 10 % 10);
    *out++ = (char)('0' + dataset % 10);
    *out = '\0';
}

/* A date with its time. False when the text is none: it is a value of no field then. */
static bool add_date(const Iim *iim, const Dataset *dataset, PdValue *value) {
    PdValue copy = *value;
    g_autofree char *text = text_of(iim, dataset, &copy.flags);
    g_autofree char *time = text_of(iim, find(iim, time_of(dataset->number)), &copy.flags);
    g_autofree char *date = pd_date_from_iim(text, time);
    if (date) {
        copy.text = date;
        pd_reading_add(iim->reading, &copy);
        return true;
    }
    value->field = PD_FIELD_OTHER;
    value->flags = copy.flags;
    return false;
}

static void add(const Iim *iim, const Dataset *dataset, PdField field, uint16_t item) {
    if (field == PD_FIELD_OTHER && !iim->reading->wants_all)
        return;
    char property[8];
    name_dataset(dataset->number, property);
    PdValue value = {.field = field,
                     .origin = PD_ORIGIN_IPTC,
                     .block = iim->block,
                     .item = item,
                     .flags = dataset->is_torn ? PD_VALUE_JUNK : 0,
                     .at = dataset->body.base,
                     .property = property};
    if (field != PD_FIELD_OTHER && pd_field_info(field)->kind == PD_KIND_DATE && add_date(iim, dataset, &value))
        return;
    PdCharset charset = charset_in(iim, dataset, &value.flags);
    pd_reading_add_raw(iim->reading, &value, dataset->body.data, dataset->body.len, charset);
}

static void read_iptc(PdReading *reading, const PdCursor *pieces, size_t n_pieces) {
    PdCursor in = pd_reading_join(reading, pieces, n_pieces);
    if (!reading->first_iim.data)
        reading->first_iim = in;
    size_t n_datasets;
    g_autofree Dataset *datasets = list_datasets(reading, in, &n_datasets);
    Iim iim = {.reading = reading, .datasets = datasets, .n_datasets = n_datasets};
    iim.charset = charset_of(&iim);
    iim.block = pd_reading_next_block(reading, PD_ORIGIN_IPTC);
    uint16_t items[PD_N_FIELDS] = {0};
    for (size_t i = 0; i < n_datasets; i++) {
        const Dataset *dataset = &datasets[i];
        if (!is_text(dataset->number))
            continue;
        PdField field = pd_reading_field_by_iim(dataset->number);
        add(&iim, dataset, field, items[field]);
        if (items[field] < UINT16_MAX)
            items[field]++;
    }
}

const PdBlock pd_block_iptc = {
    .name = "iptc",
    .help = "IPTC-IIM: caption, credit, by-line, rights, place, dates",
    .tiff_tag = 33723,
    .read = read_iptc,
};
