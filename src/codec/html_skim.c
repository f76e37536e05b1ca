/* Walks the tags of a page as a browser's tokenizer would (WHATWG HTML, 13.2.5) and copies what the parser needs
 * (codec/html_skim.h). Comments are walked over, so that tags within them are none.
 */
#include "codec/html_skim.h"

#include <string.h>

/* Of an embedded image, what tells that it is one. */
#define DATA_HEAD_BYTES 32u

typedef struct {
    PdHtmlSkim *skim;
    const char *page;
    size_t len;
    size_t copied; /* bytes of the page dealt with */
    size_t max_attributes;
    bool has_comment_end; /* asked once: a flood of open comments would be searched to the end each time */
    bool has_drawing_end;
} Skimmer;

static void copy_to(Skimmer *skimmer, size_t end) {
    PdHtmlSkim *skim = skimmer->skim;
    memcpy(skim->text + skim->len, skimmer->page + skimmer->copied, end - skimmer->copied);
    skim->len += end - skimmer->copied;
    skimmer->copied = end;
}

/* Where page[at] has been or will be copied to. */
static size_t place_of(const Skimmer *skimmer, size_t at) {
    return skimmer->skim->len + (at - skimmer->copied);
}

static void leave_out(Skimmer *skimmer, size_t from, size_t end, size_t tag, bool is_kept) {
    if (end <= from)
        return;
    copy_to(skimmer, from);
    GArray *cuts = skimmer->skim->cuts;
    size_t before = cuts->len > 0 ? g_array_index(cuts, PdHtmlCut, cuts->len - 1).total : 0;
    PdHtmlCut cut = {skimmer->skim->len, tag, from, end - from, before + (end - from), is_kept};
    g_array_append_val(cuts, cut);
    skimmer->copied = end;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Past one attribute; out_value is where its value begins, within the quotes, out_value_end where it ends. */
static size_t attribute_end(const char *text, size_t len, size_t at, size_t *out_value, size_t *out_value_end) {
    *out_value = *out_value_end = at;
    while (at < len && !is_blank(text[at]) && text[at] != '=' && text[at] != '/' && text[at] != '>')
        at++;
    size_t value = at;
    while (value < len && is_blank(text[value]))
        value++;
    if (value >= len || text[value] != '=')
        return MAX(at, value);
    do
        value++;
    while (value < len && is_blank(text[value]));
    if (value < len && (text[value] == '"' || text[value] == '\'')) {
        const char *end = memchr(text + value + 1, text[value], len - value - 1);
        *out_value = value + 1;
        *out_value_end = end ? (size_t)(end - text) : len;
        return end ? (size_t)(end - text) + 1 : len;
    }
    *out_value = value;
    while (value < len && !is_blank(text[value]) && text[value] != '>')
        value++;
    *out_value_end = value;
    return value;
}

/* Past a start tag; what is long or too much in it is left out. */
static size_t skim_tag(Skimmer *skimmer, size_t at, size_t tag) {
    const char *text = skimmer->page;
    size_t len = skimmer->len, excess = 0, n = 0, value, value_end;
    while (at < len && !is_blank(text[at]) && text[at] != '/' && text[at] != '>')
        at++;
    while (at < len && text[at] != '>') {
        if (is_blank(text[at]) || text[at] == '/') {
            at++;
            continue;
        }
        if (n++ == skimmer->max_attributes)
            excess = at;
        at = MAX(attribute_end(text, len, at, &value, &value_end), at + 1);
        bool is_embedded = value_end - value > 2 * DATA_HEAD_BYTES && memcmp(text + value, "data:", 5) == 0;
        if (is_embedded && excess == 0) {
            size_t head = DATA_HEAD_BYTES;
            while (head > 0 && ((unsigned char)text[value + head] & 0xc0) == 0x80)
                head--;
            leave_out(skimmer, value + head, value_end, tag, false);
        }
    }
    if (excess > 0) {
        leave_out(skimmer, excess, at, tag, false);
        skimmer->skim->has_excess = true;
    }
    return at;
}

static bool is_named(const Skimmer *skimmer, size_t name, const char *element) {
    size_t n = strlen(element);
    return skimmer->len - name > n && g_ascii_strncasecmp(skimmer->page + name, element, n) == 0 &&
           !g_ascii_isalnum(skimmer->page[name + n]);
}

/* Where the end tag of an element begins; the page's end without one. */
static size_t end_tag(const Skimmer *skimmer, size_t at, const char *element) {
    const char *end = skimmer->page + skimmer->len;
    size_t n = strlen(element);
    for (const char *p = skimmer->page + at; (p = memchr(p, '<', (size_t)(end - p))) != NULL; p++)
        if ((size_t)(end - p) > n + 1 && p[1] == '/' && g_ascii_strncasecmp(p + 2, element, n) == 0)
            return (size_t)(p - skimmer->page);
    return skimmer->len;
}

/* Past the content of an element that holds no markup of the article. at: behind its start tag. */
static size_t skim_content(Skimmer *skimmer, size_t name, size_t at, size_t tag) {
    static const char *const raw[] = {"script", "style", "svg"};
    enum { SCRIPT, STYLE, SVG };
    bool is_empty = at >= skimmer->len || skimmer->page[at - 1] == '/'; /* <svg/> */
    for (size_t i = 0; i < G_N_ELEMENTS(raw); i++) {
        if (!is_named(skimmer, name, raw[i]) || (i == SVG && (is_empty || !skimmer->has_drawing_end)))
            continue;
        size_t content = MIN(at + 1, skimmer->len), end = end_tag(skimmer, content, raw[i]);
        if (i == SVG && end == skimmer->len) {
            skimmer->has_drawing_end = false;
            return at;
        }
        leave_out(skimmer, content, end, tag, i == SCRIPT);
        return end;
    }
    return at;
}

/* Past a comment, or past its opening when none ends. */
static size_t skim_comment(Skimmer *skimmer, size_t at) {
    const char *close =
        skimmer->has_comment_end ? memmem(skimmer->page + at, skimmer->len - at, "-->", strlen("-->")) : NULL;
    skimmer->has_comment_end = close != NULL;
    return close ? (size_t)(close - skimmer->page) + strlen("-->") : at;
}

void pd_html_skim_init(PdHtmlSkim *skim, const char *page, size_t len, size_t max_attributes) {
    *skim = (PdHtmlSkim){.text = g_malloc(len + 1), .cuts = g_array_new(FALSE, FALSE, sizeof(PdHtmlCut))};
    Skimmer skimmer = {skim, page, len, 0, max_attributes, true, true};
    size_t at = 0;
    for (const char *open; at < len && (open = memchr(page + at, '<', len - at)) != NULL;) {
        size_t name = (size_t)(open - page) + 1;
        at = name;
        if (len - name > 3 && memcmp(open, "<!--", 4) == 0) {
            at = skim_comment(&skimmer, name);
        } else if (at < len && g_ascii_isalpha(page[at])) {
            size_t tag = place_of(&skimmer, name - 1);
            at = skim_tag(&skimmer, name, tag);
            at = skim_content(&skimmer, name, at, tag);
        }
    }
    copy_to(&skimmer, len);
    skim->text[skim->len] = '\0';
}

void pd_html_skim_done(PdHtmlSkim *skim) {
    g_free(skim->text);
    if (skim->cuts)
        g_array_unref(skim->cuts);
    *skim = (PdHtmlSkim){0};
}

/* How many cuts lie before or at text[at]. */
static guint cuts_before(const PdHtmlSkim *skim, size_t at) {
    guint low = 0, high = skim->cuts->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(skim->cuts, PdHtmlCut, middle).at <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t pd_html_skim_origin(const PdHtmlSkim *skim, size_t at) {
    guint n = cuts_before(skim, at);
    return n > 0 ? at + g_array_index(skim->cuts, PdHtmlCut, n - 1).total : at;
}

const PdHtmlCut *pd_html_skim_content(const PdHtmlSkim *skim, size_t tag) {
    for (guint i = cuts_before(skim, tag); i < skim->cuts->len; i++) {
        const PdHtmlCut *cut = &g_array_index(skim->cuts, PdHtmlCut, i);
        if (cut->tag != tag)
            return NULL;
        if (cut->is_kept)
            return cut;
    }
    return NULL;
}
