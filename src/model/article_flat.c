/* The flat encoding of an article (include/picdesk/article.h).
 *
 * Version 1: numbers are LEB128, a text is its length + 1 (0 = none) and its bytes, an offset is + 1 (0 = unknown):
 *   version dialect title url published_at modified_at language lead
 *   n_figures (kind role position offset sure[8] url n_urls url* caption credit alt data cue)*  n_problems (block at what)*
 */
#include <string.h>

#include "base/cursor.h"
#include "model/flat_number.h"
#include "picdesk/article.h"
#include "picdesk/error.h"

enum { VERSION = 1, LEAST_FIGURE = 19, LEAST_PROBLEM = 3 };

/* A member that is added to either belongs into the encoding, too. */
_Static_assert(sizeof(void *) != 8 || (sizeof(PdFigure) == 88 && sizeof(PdArticle) == 88), "encode the new member");

/* ---- encode ---- */

static void put(GByteArray *out, uint64_t number) {
    uint8_t bytes[PD_FLAT_NUMBER_BYTES];
    guint n = 0;
    for (; number > 0x7f; number >>= 7)
        bytes[n++] = (uint8_t)(number | 0x80);
    bytes[n++] = (uint8_t)number;
    g_byte_array_append(out, bytes, n);
}

static void put_text(GByteArray *out, const char *text) {
    size_t len = text ? strlen(text) : 0;
    put(out, text ? len + 1 : 0);
    g_byte_array_append(out, (const guint8 *)(text ? text : ""), (guint)len);
}

static void put_figure(GByteArray *out, const PdFigure *figure) {
    size_t n_urls = figure->urls ? g_strv_length((char **)figure->urls) : 0;
    put(out, (uint64_t)figure->kind);
    put(out, (uint64_t)figure->role);
    put(out, figure->position);
    put(out, figure->offset + 1);
    g_byte_array_append(out, (const guint8 *)&figure->sure, sizeof figure->sure); /* never leaves this machine */
    put_text(out, figure->url);
    put(out, n_urls);
    for (size_t i = 0; i < n_urls; i++)
        put_text(out, figure->urls[i]);
    put_text(out, figure->caption);
    put_text(out, figure->credit);
    put_text(out, figure->alt);
    put_text(out, figure->data);
    put_text(out, figure->cue);
}

GBytes *pd_article_encode(const PdArticle *article) {
    const char *texts[] = {article->dialect,     article->title,    article->url, article->published_at,
                           article->modified_at, article->language, article->lead};
    GByteArray *out = g_byte_array_sized_new(4096);
    put(out, VERSION);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        put_text(out, texts[i]);
    put(out, article->n_figures);
    for (size_t i = 0; i < article->n_figures; i++)
        put_figure(out, &article->figures[i]);
    put(out, article->n_problems);
    for (size_t i = 0; i < article->n_problems; i++) {
        put_text(out, article->problems[i].block);
        put(out, article->problems[i].at + 1);
        put_text(out, article->problems[i].what);
    }
    return g_byte_array_free_to_bytes(out);
}

/* ---- decode ---- */

typedef struct {
    PdCursor in;
    PdLimits limits;
    GStringChunk *texts; /* until the article has copies */
    bool is_too_much;    /* a limit, not damage, ended it */
} Decoder;

static bool get(Decoder *decoder, uint64_t max, uint64_t *out) {
    return pd_flat_get(&decoder->in, max, out);
}

/* A count of things that are each at least least_bytes long. */
static bool get_count(Decoder *decoder, size_t limit, size_t least_bytes, size_t *out) {
    uint64_t number;
    if (!get(decoder, UINT64_MAX, &number))
        return false;
    decoder->is_too_much = number > limit;
    if (decoder->is_too_much || number > pd_cursor_left(&decoder->in) / least_bytes)
        return false;
    *out = (size_t)number;
    return true;
}

static bool get_text(Decoder *decoder, bool is_needed, const char **out) {
    uint64_t len;
    *out = NULL;
    if (!get(decoder, UINT64_MAX, &len))
        return false;
    if (len == 0)
        return !is_needed;
    const char *bytes = (const char *)pd_cursor_take(&decoder->in, (size_t)(len - 1));
    if (len - 1 > SIZE_MAX || (!bytes && len > 1) || !g_utf8_validate_len(bytes, (gsize)(len - 1), NULL))
        return false;
    *out = g_string_chunk_insert_len(decoder->texts, bytes ? bytes : "", (gssize)(len - 1));
    return true;
}

static bool get_urls(Decoder *decoder, const char ***out) {
    size_t n;
    if (!get_count(decoder, pd_cursor_left(&decoder->in), 1, &n))
        return false;
    *out = g_new0(const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!get_text(decoder, true, &(*out)[i]))
            return false;
    return true;
}

static bool get_sure(Decoder *decoder, double *out) {
    const uint8_t *bytes = pd_cursor_take(&decoder->in, sizeof *out);
    if (bytes)
        memcpy(out, bytes, sizeof *out);
    return bytes && *out >= 0 && *out <= 1; /* which no NaN is */
}

static bool get_figure(Decoder *decoder, PdFigure *out, const char ***out_urls) {
    uint64_t kind, role, position;
    if (!get(decoder, PD_FIGURE_MEDIA, &kind) || !get(decoder, PD_ROLE_META, &role) ||
        !get(decoder, UINT32_MAX, &position) || !get(decoder, UINT64_MAX, &out->offset) || !get_sure(decoder, &out->sure) ||
        !get_text(decoder, false, &out->url) || !get_urls(decoder, out_urls))
        return false;
    out->kind = (PdFigureKind)kind;
    out->role = (PdFigureRole)role;
    out->position = (uint32_t)position;
    out->offset -= 1; /* 0 wraps to PD_AT_UNKNOWN */
    out->urls = *out_urls;
    return get_text(decoder, false, &out->caption) && get_text(decoder, false, &out->credit) &&
           get_text(decoder, false, &out->alt) && get_text(decoder, false, &out->data) && get_text(decoder, true, &out->cue);
}

static bool get_figures(Decoder *decoder, PdArticle *article) {
    size_t n;
    bool is_good = get_count(decoder, decoder->limits.figures, LEAST_FIGURE, &n);
    for (size_t i = 0; is_good && i < n; i++) {
        g_autofree const char **urls = NULL;
        PdFigure figure = {0};
        is_good = get_figure(decoder, &figure, &urls) && pd_article_add_figure(article, &figure, &decoder->limits);
    }
    return is_good;
}

/* One more than limits.problems: the row that says that more were found. */
static bool get_problems(Decoder *decoder, PdArticle *article) {
    size_t n;
    PdLimits limits = decoder->limits;
    limits.problems++;
    bool is_good = get_count(decoder, limits.problems, LEAST_PROBLEM, &n);
    for (size_t i = 0; is_good && i < n; i++) {
        const char *block, *what;
        uint64_t at;
        is_good = get_text(decoder, true, &block) && get(decoder, UINT64_MAX, &at) && get_text(decoder, true, &what);
        if (is_good)
            pd_article_add_problem(article, block, at - 1, &limits, "%s", what);
    }
    return is_good;
}

/* NULL when it is damaged. */
static PdArticle *get_article(Decoder *decoder) {
    uint64_t version;
    const char *dialect, *texts[6];
    if (!get(decoder, VERSION, &version) || version != VERSION || !get_text(decoder, true, &dialect))
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        if (!get_text(decoder, false, &texts[i]))
            return NULL;
    g_autoptr(PdArticle) article = pd_article_new(dialect);
    article->title = pd_article_keep(article, texts[0]);
    article->url = pd_article_keep(article, texts[1]);
    article->published_at = pd_article_keep(article, texts[2]);
    article->modified_at = pd_article_keep(article, texts[3]);
    article->language = pd_article_keep(article, texts[4]);
    article->lead = pd_article_keep(article, texts[5]);
    if (!get_figures(decoder, article) || !get_problems(decoder, article) || pd_cursor_left(&decoder->in) > 0)
        return NULL;
    return g_steal_pointer(&article);
}

PdArticle *pd_article_decode(const uint8_t *data, size_t len, const PdLimits *limits, GError **error) {
    Decoder decoder = {
        .in = pd_cursor(data, len), .limits = limits ? *limits : *pd_limits_default(), .texts = g_string_chunk_new(4096)};
    PdArticle *article = get_article(&decoder);
    g_string_chunk_free(decoder.texts);
    if (article)
        return article;
    if (decoder.is_too_much)
        g_set_error(error, PD_ERROR, PD_ERROR_LIMIT, "the article is larger than the limits, at byte %zu", decoder.in.at);
    else
        g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "the article is damaged at byte %zu", decoder.in.at);
    return NULL;
}
