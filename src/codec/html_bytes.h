/* The bytes of a page as UTF-8: BOM, the page's statement and what the bytes are themselves, weighed against each other. */
#ifndef PICDESK_CODEC_HTML_BYTES_H
#define PICDESK_CODEC_HTML_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *text; /* valid UTF-8; the input itself, or own */
    size_t len;
    char *own;           /* (nullable) */
    const char *charset; /* constant */
    bool is_repaired;
    uint64_t shift;                   /* bytes of the input before text, when both are otherwise equal */
    int bytes_per_char;               /* 0: text is the input; 1: one byte a character; -1: offsets are not known */
    size_t walked_text, walked_chars; /* how far pd_html_bytes_offset() has counted */
} PdHtmlBytes;

void pd_html_bytes_init(PdHtmlBytes *bytes, const uint8_t *data, size_t len);
void pd_html_bytes_done(PdHtmlBytes *bytes);
/* The byte of the input that became text[at]; UINT64_MAX when that is not known. at must not fall from call to call. */
uint64_t pd_html_bytes_offset(PdHtmlBytes *bytes, size_t at);

#endif
