/* Caption and credit out of the texts below a figure: the texts are cut into pieces where the page's own elements cut them,
 * each piece is told by its element's names, its label word or its shape, and what remains is the caption.
 */
#include <string.h>

#include "article/html/parts.h"
#include "codec/text.h"

/* Longer texts than this are no caption, and longer ones than that no credit line. */
#define MAX_CREDIT_BYTES 400u

typedef enum { PIECE_PLAIN = 0, PIECE_CAPTION, PIECE_CREDIT } PieceKind;

typedef struct {
    PieceKind kind;
    bool starts_line;
    GString *text;
} Piece;

typedef struct {
    const PdHtml *html;
    GArray *pieces; /* of Piece */
    bool next_starts_line;
} Cutter;

static void clear_piece(void *data) {
    Piece *piece = data;
    g_string_free(piece->text, TRUE);
}

static Piece *piece_at(const Cutter *cutter, guint i) {
    return &g_array_index(cutter->pieces, Piece, i);
}

static void begin_piece(Cutter *cutter, PieceKind kind, bool starts_line) {
    starts_line = starts_line || cutter->next_starts_line;
    cutter->next_starts_line = false;
    Piece *last = cutter->pieces->len > 0 ? piece_at(cutter, cutter->pieces->len - 1) : NULL;
    if (last && last->text->len == 0) {
        last->kind = kind;
        last->starts_line = last->starts_line || starts_line;
        return;
    }
    Piece piece = {kind, starts_line, g_string_new(NULL)};
    g_array_append_val(cutter->pieces, piece);
}

static bool is_skipped(const PdHtmlNode *node, unsigned says) {
    switch (node->tag) {
    case PD_TAG_SCRIPT:
    case PD_TAG_STYLE:
    case PD_TAG_NOSCRIPT:
    case PD_TAG_TEMPLATE:
    case PD_TAG_BUTTON:
    case PD_TAG_INPUT:
    case PD_TAG_SELECT:
    case PD_TAG_TEXTAREA:
    case PD_TAG_SVG:
    case PD_TAG_IFRAME:
    case PD_TAG_VIDEO:
    case PD_TAG_AUDIO:
    case PD_TAG_NAV:
        return true;
    default:
        return (says & (PD_SAYS_CONTROL | PD_SAYS_HIDDEN)) && !(says & (PD_SAYS_CREDIT | PD_SAYS_CAPTION));
    }
}

static bool has_caption_inside(const PdHtml *html, const PdHtmlNode *node) {
    for (uint32_t i = node->order + 1; i < node->end; i++) {
        const PdHtmlNode *at = html->nodes[i];
        if (at->tag == PD_TAG_FIGCAPTION || at->tag == PD_TAG_IMG)
            return true;
        if (at->n_attrs > 0 && (pd_html_says(at) & (PD_SAYS_CAPTION | PD_SAYS_CREDIT)) == PD_SAYS_CAPTION)
            return true;
    }
    return false;
}

static size_t text_length(const PdHtml *html, const PdHtmlNode *node) {
    g_autoptr(GString) text = g_string_new(NULL);
    pd_html_append_text(html, node, text);
    return text->len;
}

static bool is_credit_element(const PdHtml *html, const PdHtmlNode *node, unsigned says) {
    if (node->tag == PD_TAG_FIGCAPTION)
        return false;
    if (!(says & (PD_SAYS_CREDIT | PD_SAYS_AUTHOR)) && node->tag != PD_TAG_CITE && node->tag != PD_TAG_FOOTER)
        return false;
    size_t len = text_length(html, node);
    return len > 0 && len <= MAX_CREDIT_BYTES && !has_caption_inside(html, node);
}

static void cut_element(Cutter *cutter, const PdHtmlNode *node, PieceKind kind);

/* Recursion is bounded by the tree's depth. */
static void cut(Cutter *cutter, const PdHtmlNode *node, PieceKind kind) {
    for (const PdHtmlNode *child = node->first; child; child = child->next) {
        if (child->tag != PD_TAG_TEXT) {
            cut_element(cutter, child, kind);
            continue;
        }
        Piece *piece = piece_at(cutter, cutter->pieces->len - 1);
        if (cutter->next_starts_line && !pd_text_is_blank(child->text)) {
            begin_piece(cutter, kind, true);
            piece = piece_at(cutter, cutter->pieces->len - 1);
        }
        g_string_append(piece->text, child->text);
    }
}

static void cut_element(Cutter *cutter, const PdHtmlNode *node, PieceKind kind) {
    unsigned says = node->n_attrs > 0 ? pd_html_says(node) : PD_SAYS_NOTHING;
    if (pd_html_is_media(node) || is_skipped(node, says))
        return;
    bool is_block = pd_html_is_block(node->tag);
    if (node->tag == PD_TAG_BR) {
        cutter->next_starts_line = true;
        return;
    }
    PieceKind inner = kind;
    if (is_credit_element(cutter->html, node, says))
        inner = PIECE_CREDIT;
    else if (node->tag == PD_TAG_FIGCAPTION || (says & PD_SAYS_CAPTION))
        inner = PIECE_CAPTION;
    begin_piece(cutter, inner, is_block);
    cut(cutter, node, inner);
    cutter->next_starts_line = cutter->next_starts_line || is_block;
    begin_piece(cutter, kind, false);
}

/* Only signs between two names: "/", "|", ", ". */
static bool is_separator(const char *text) {
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if (g_unichar_isalnum(g_utf8_get_char(p)))
            return false;
    return true;
}

static bool is_repeat(const Cutter *cutter, guint n) {
    const Piece *piece = piece_at(cutter, n);
    for (guint i = 0; i < n; i++)
        if (piece_at(cutter, i)->text->len > 0 && pd_text_same(piece_at(cutter, i)->text->str, piece->text->str))
            return true;
    return false;
}

/* Pages print one caption for each width of the window. */
static void drop_repeats(Cutter *cutter) {
    for (guint i = 1; i < cutter->pieces->len; i++) {
        Piece *piece = piece_at(cutter, i);
        if (piece->text->len > 1 && !is_separator(piece->text->str) && is_repeat(cutter, i))
            g_string_truncate(piece->text, 0);
    }
}

static void join(GString *out, const Piece *piece) {
    if (out->len > 0 && piece->starts_line)
        g_string_append_c(out, ' ');
    g_string_append(out, piece->text->str);
}

static char *tidy_or_null(const char *text) {
    char *tidy = pd_text_tidy(text);
    if (is_separator(tidy))
        g_clear_pointer(&tidy, g_free);
    return tidy;
}

static void join_all(const Cutter *cutter, PdTexts *out) {
    g_autoptr(GString) caption = g_string_new(NULL);
    g_autoptr(GString) credit = g_string_new(NULL);
    guint last_credit = G_MAXUINT;
    for (guint i = 0; i < cutter->pieces->len; i++) {
        const Piece *piece = piece_at(cutter, i);
        if (piece->text->len == 0)
            continue;
        bool is_separating = is_separator(piece->text->str);
        if (piece->kind == PIECE_CREDIT && !is_separating) {
            if (credit->len > 0 && last_credit == G_MAXUINT)
                g_string_append(credit, " | ");
            join(credit, piece);
            last_credit = i;
        } else if (is_separating && last_credit != G_MAXUINT) {
            join(credit, piece);
        } else {
            last_credit = G_MAXUINT;
            join(caption, piece);
        }
    }
    out->caption = tidy_or_null(caption->str);
    out->credit = tidy_or_null(credit->str);
}

void pd_html_texts_init(PdTexts *texts, const PdHtml *html, const PdHtmlNode *node) {
    *texts = (PdTexts){.cue = "", .sure = 0.5};
    Cutter cutter = {.html = html, .pieces = g_array_new(FALSE, TRUE, sizeof(Piece))};
    g_array_set_clear_func(cutter.pieces, clear_piece);
    begin_piece(&cutter, PIECE_PLAIN, true);
    cut(&cutter, node, PIECE_PLAIN);
    drop_repeats(&cutter);
    join_all(&cutter, texts);
    g_array_unref(cutter.pieces);
}

void pd_html_texts_done(PdTexts *texts) {
    g_free(texts->caption);
    g_free(texts->credit);
    *texts = (PdTexts){0};
}
