/* XMP packets in files of their own: sidecars (ISO 16684-1, 7.3; XMP Specification Part 3, 1.2). */
#include <string.h>

#include "image/block.h"
#include "picdesk/image.h"

enum { HEAD_BYTES = 4096 };

static void read_packet(PdRecord *record, const uint8_t *data, size_t len, const PdLimits *limits, bool wants_all) {
    PdReading reading = {.file = pd_cursor(data, len),
                         .file_bytes = len,
                         .limits = limits ? limits : pd_limits_default(),
                         .record = record,
                         .wants_all = wants_all,
                         .xmp_origin = PD_ORIGIN_SIDECAR};
    pd_block_read(&pd_block_xmp, &reading, reading.file);
    pd_reading_done(&reading);
}

void pd_image_read_sidecar(PdRecord *record, const uint8_t *data, size_t len, const PdLimits *limits) {
    read_packet(record, data, len, limits, false);
}

PdRecord *pd_image_read_packet(const uint8_t *data, size_t len, bool with_all, const PdLimits *limits) {
    PdRecord *record = pd_record_new();
    record->format = PD_FORMAT_XMP;
    read_packet(record, data, len, limits, with_all);
    return record;
}

/* The head as one byte a character, whatever its charset: NULs of UTF-16 and UTF-32 and byte order marks left out. */
static size_t squeeze(const uint8_t *data, size_t len, char *out) {
    size_t n = 0;
    for (size_t i = 0; i < MIN(len, HEAD_BYTES); i++)
        if (data[i] != 0 && !(i < 4 && data[i] >= 0xbb))
            out[n++] = (char)data[i];
    return n;
}

static bool holds(const char *text, size_t len, const char *word) {
    return memmem(text, len, word, strlen(word)) != NULL;
}

/* Behind instructions, comments and white space: the first element, or the text where it should be. */
static const char *first_element(const char *text, const char *end) {
    while (text < end) {
        while (text < end && g_ascii_isspace(*text))
            text++;
        bool is_comment = end - text > 4 && memcmp(text, "<!--", 4) == 0;
        if (!is_comment && !(end - text > 2 && memcmp(text, "<?", 2) == 0))
            break;
        const char *mark = is_comment ? "-->" : "?>";
        const char *close = memmem(text, (size_t)(end - text), mark, strlen(mark));
        text = close ? close + strlen(mark) : end;
    }
    return text;
}

bool pd_image_is_packet(const uint8_t *data, size_t len) {
    static const char WRAPPER[] = "adobe:ns:meta/", NAMESPACE[] = "ns.adobe.com/";
    char head[HEAD_BYTES];
    size_t n = squeeze(data, len, head);
    const char *root = first_element(head, head + n);
    size_t left = (size_t)(head + n - root);
    const char *close = memchr(root, '>', left);
    if (left < 2 || *root != '<' || !close)
        return false;
    size_t tag = (size_t)(close - root);
    bool is_rdf = holds(root, tag, "http://www.w3.org/1999/02/22-rdf-syntax-ns#") && holds(root, MIN(tag, 32), "RDF");
    return holds(root, tag, WRAPPER) || (is_rdf && holds(root, left, NAMESPACE));
}
