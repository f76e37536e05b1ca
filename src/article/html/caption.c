/* Caption and credit out of the texts below a figure: the texts are cut into pieces where the page's own elements cut them,
 * each piece is told by its element's names, its label word or its shape, and what remains is the caption.
 */
#include <string.h>

#include "article/html/parts.h"
#include "codec/text.h"

/* A figure of more pieces is no figure; what follows stays in the last one. */
#define MAX_PIECES 100u

/* How much a text must read like a credit: beside another text, and all alone. */
#define LIKELY_CREDIT 0.3
#define CERTAIN_CREDIT 0.85
#define WHOLE_CREDIT 0.95

typedef enum { PIECE_PLAIN = 0, PIECE_CAPTION, PIECE_CREDIT } PieceKind;

typedef struct {
    PieceKind kind;
    bool starts_line;
    GString *text;
} Piece;

typedef struct {
    const PdPage *page;
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
    if (cutter->pieces->len >= MAX_PIECES)
        return;
    if (last && last->text->len == 0) {
        last->kind = kind;
        last->starts_line = last->starts_line || starts_line;
        return;
    }
    Piece piece = {kind, starts_line, g_string_new(NULL)};
    g_array_append_val(cutter->pieces, piece);
}

static bool has_caption_inside(const PdPage *page, const PdHtmlNode *node) {
    for (uint32_t i = node->order + 1; i < node->end; i++) {
        const PdHtmlNode *at = page->html->nodes[i];
        if (at->tag == PD_TAG_FIGCAPTION || at->tag == PD_TAG_IMG)
            return true;
        if ((page->says[i] & (PD_SAYS_CAPTION | PD_SAYS_CREDIT)) == PD_SAYS_CAPTION)
            return true;
    }
    return false;
}

static bool is_skipped(const PdPage *page, const PdHtmlNode *node, unsigned says) {
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
        return (says & (PD_SAYS_CONTROL | PD_SAYS_HIDDEN)) && !(says & (PD_SAYS_CREDIT | PD_SAYS_CAPTION)) &&
               !has_caption_inside(page, node);
    }
}

static size_t text_length(const PdHtml *html, const PdHtmlNode *node) {
    g_autoptr(GString) text = g_string_new(NULL);
    pd_html_append_text(html, node, text);
    return text->len;
}

/* The author of a picture, not of the article: named so within a figure, or by a name that speaks of pictures. */
static bool is_photographer(const PdPage *page, const PdHtmlNode *node, unsigned says) {
    if (!(says & PD_SAYS_AUTHOR))
        return false;
    const PdHtmlNode *at = node;
    for (int i = 0; i < 4 && at->parent; i++, at = at->parent)
        if ((page->says[at->order] & (PD_SAYS_PICTURE | PD_SAYS_CAPTION)) || at->tag == PD_TAG_FIGURE)
            return true;
    return pd_html_closest(node, PD_TAG_FIGURE) != NULL;
}

static bool is_credit_element(const PdPage *page, const PdHtmlNode *node, unsigned says) {
    if (node->tag == PD_TAG_FIGCAPTION)
        return false;
    bool is_named = (says & PD_SAYS_CREDIT) || is_photographer(page, node, says);
    if (!is_named && node->tag != PD_TAG_CITE && node->tag != PD_TAG_FOOTER)
        return false;
    size_t len = text_length(page->html, node);
    return len > 0 && len <= MAX_CREDIT_BYTES && !has_caption_inside(page, node);
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
    unsigned says = cutter->page->says[node->order];
    if (pd_html_is_media(node) || is_skipped(cutter->page, node, says))
        return;
    bool is_block = pd_html_is_block(node->tag);
    if (node->tag == PD_TAG_BR) {
        cutter->next_starts_line = true;
        return;
    }
    PieceKind inner = kind;
    if (is_credit_element(cutter->page, node, says))
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

static bool has_credit(const Cutter *cutter) {
    for (guint i = 0; i < cutter->pieces->len; i++)
        if (piece_at(cutter, i)->kind == PIECE_CREDIT && !is_separator(piece_at(cutter, i)->text->str))
            return true;
    return false;
}

/* The pieces of one line: [from, the returned). */
static guint line_end(const Cutter *cutter, guint from) {
    guint i = from + 1;
    while (i < cutter->pieces->len && !piece_at(cutter, i)->starts_line)
        i++;
    return i;
}

static char *line_text(const Cutter *cutter, guint from, guint to) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = from; i < to; i++)
        g_string_append(text, piece_at(cutter, i)->text->str);
    return pd_text_tidy(text->str);
}

static void set_kind(const Cutter *cutter, guint from, guint to, PieceKind kind) {
    for (guint i = from; i < to; i++)
        piece_at(cutter, i)->kind = kind;
}

/* Lines of their own that are credits; a line that only looks like one must stand beside another that does not. */
static PdEvidence tell_lines(const Cutter *cutter) {
    double best = LIKELY_CREDIT;
    guint best_from = 0, best_to = 0, n_lines = 0;
    PdEvidence told = PD_EVIDENCE_NONE;
    for (guint from = 0, to; from < cutter->pieces->len; from = to) {
        to = line_end(cutter, from);
        g_autofree char *text = line_text(cutter, from, to);
        if (is_separator(text))
            continue;
        n_lines++;
        double likeness = pd_html_credit_strength(text);
        if (likeness >= WHOLE_CREDIT) {
            set_kind(cutter, from, to, PIECE_CREDIT);
            told = PD_EVIDENCE_SHAPED;
            continue;
        }
        if (likeness >= best) {
            best = likeness;
            best_from = from;
            best_to = to;
        }
    }
    if (told == PD_EVIDENCE_NONE && best_to > 0 && (n_lines > 1 || best >= CERTAIN_CREDIT)) {
        set_kind(cutter, best_from, best_to, PIECE_CREDIT);
        told = best >= CERTAIN_CREDIT ? PD_EVIDENCE_SHAPED : PD_EVIDENCE_ALIKE;
    }
    return told;
}

/* The last piece of a line, when an element of its own sets it off. */
static PdEvidence tell_last_piece(const Cutter *cutter) {
    guint last = cutter->pieces->len;
    while (last > 0 && is_separator(piece_at(cutter, last - 1)->text->str))
        last--;
    if (last < 2)
        return PD_EVIDENCE_NONE;
    Piece *piece = piece_at(cutter, last - 1);
    g_autofree char *text = pd_text_tidy(piece->text->str);
    double likeness = pd_html_credit_strength(text);
    if (likeness < LIKELY_CREDIT)
        return PD_EVIDENCE_NONE;
    piece->kind = PIECE_CREDIT;
    return likeness >= CERTAIN_CREDIT ? PD_EVIDENCE_SHAPED : PD_EVIDENCE_ALIKE;
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
            if (!is_separating)
                last_credit = G_MAXUINT;
            join(caption, piece);
        }
    }
    out->caption = tidy_or_null(caption->str);
    out->credit = tidy_or_null(credit->str);
}

/* A caption without what joined it to its credit. */
static char *without(const char *caption, const PdCreditSpan *span) {
    g_autoptr(GString) rest = g_string_new_len(caption, (gssize)span->start);
    size_t len = strlen(caption);
    if (span->end < len)
        g_string_append(rest, caption + span->end);
    g_strchomp(rest->str);
    return tidy_or_null(rest->str);
}

/* A credit that stands in the caption's own words. */
static bool take_credit_out(PdTexts *texts) {
    PdCreditSpan span;
    if (!texts->caption || !pd_html_credit_find(texts->caption, &span))
        return false;
    g_autofree char *line = g_strndup(texts->caption + span.line, span.line_end - span.line);
    char *credit = tidy_or_null(line);
    if (!credit)
        return false;
    char *rest = without(texts->caption, &span);
    g_free(texts->caption);
    texts->caption = rest;
    texts->credit = credit;
    return true;
}

void pd_html_texts_init(PdTexts *texts, const PdPage *page, const PdHtmlNode *const *nodes, size_t n_nodes) {
    *texts = (PdTexts){.evidence = PD_EVIDENCE_NONE};
    Cutter cutter = {.page = page, .pieces = g_array_new(FALSE, TRUE, sizeof(Piece))};
    g_array_set_clear_func(cutter.pieces, clear_piece);
    begin_piece(&cutter, PIECE_PLAIN, true);
    for (size_t i = 0; i < n_nodes; i++) {
        cut_element(&cutter, nodes[i], PIECE_PLAIN);
        cutter.next_starts_line = true;
    }
    drop_repeats(&cutter);
    for (guint i = 0; i < cutter.pieces->len; i++)
        if (piece_at(&cutter, i)->kind != PIECE_PLAIN && !is_separator(piece_at(&cutter, i)->text->str))
            texts->evidence = PD_EVIDENCE_NAMED;
    PdEvidence shape = PD_EVIDENCE_NONE;
    if (!has_credit(&cutter) && (shape = tell_lines(&cutter)) == PD_EVIDENCE_NONE)
        shape = tell_last_piece(&cutter);
    join_all(&cutter, texts);
    if (!texts->credit && take_credit_out(texts))
        shape = PD_EVIDENCE_SHAPED;
    texts->evidence = MAX(texts->evidence, shape);
    g_array_unref(cutter.pieces);
}

void pd_html_texts_done(PdTexts *texts) {
    g_free(texts->caption);
    g_free(texts->credit);
    *texts = (PdTexts){0};
}
