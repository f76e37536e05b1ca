/* Caption and credit out of the texts below a figure: the texts are cut into pieces where the page's own elements cut them,
 * each piece is told by its element's names, its label word or its shape, and what remains is the caption.
 */
#include <string.h>

#include "article/flat/cues.h"
#include "article/html/parts.h"
#include "codec/text.h"

/* A figure of more pieces is no figure; what follows stays in the last one. */
#define MAX_PIECES 100u
#define MAX_SHORT_LINE_BYTES 40u
#define MAX_NAME_BYTES 80u

/* How much a text must read like a credit: beside another text, and all alone. */
#define LIKELY_CREDIT 0.3
#define CERTAIN_CREDIT 0.85
#define WHOLE_CREDIT 0.95
#define SURE_SPAN 0.65

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
    case PD_TAG_IMG:
    case PD_TAG_AMP_IMG:
    case PD_TAG_AMP_VIDEO:
    case PD_TAG_VIDEO:
    case PD_TAG_AUDIO:
    case PD_TAG_NAV:
        return true;
    default:
        if (pd_html_attr(node, "hidden"))
            return true;
        if (node->tag == PD_TAG_FIGCAPTION)
            return false;
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
    if (is_skipped(cutter->page, node, says))
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

/* Past "3 of 12 | " at the beginning of a text, 0 when there is none. */
static size_t counter_end(const char *text) {
    static const char *const between[] = {"/", " / ", " of ", " von ", " de ", " di ", " av ", " af ", " sur ", " из "};
    size_t digits = strspn(text, "0123456789");
    for (size_t i = 0; digits > 0 && digits <= 3 && i < G_N_ELEMENTS(between); i++) {
        if (!g_str_has_prefix(text + digits, between[i]))
            continue;
        size_t at = digits + strlen(between[i]), more = strspn(text + at, "0123456789");
        size_t end = at + more + strspn(text + at + more, " ");
        bool is_bar = text[end] == '|' || text[end] == ':';
        if (more > 0 && more <= 3 && (is_bar || text[end] == '\0'))
            return end + is_bar + strspn(text + end + is_bar, " ");
    }
    return 0;
}

static bool is_repeat(const Cutter *cutter, guint n) {
    const Piece *piece = piece_at(cutter, n);
    for (guint i = 0; i < n; i++)
        if (piece_at(cutter, i)->text->len > 0 && pd_text_same(piece_at(cutter, i)->text->str, piece->text->str))
            return true;
    return false;
}

/* "5", "3 of 12", "2/7 |": the place in a gallery; "Open image in gallery": furniture. */
static bool is_furniture(const char *text) {
    g_autofree char *whole = pd_text_tidy(text);
    const char *tidy = whole + strspn(whole, ", (");
    size_t len = strlen(tidy);
    size_t digits = strspn(tidy, "0123456789");
    if (digits > 0 && digits <= 3 && (tidy[digits] == '\0' || counter_end(tidy) == len))
        return true;
    return len > 0 && (pd_flat_is_word(PD_CUE_NOISE, tidy, len) || pd_flat_is_word(PD_CUE_BREAK, tidy, len));
}

static void drop_furniture(Cutter *cutter) {
    if (cutter->pieces->len < 2)
        return;
    for (guint i = 0; i < cutter->pieces->len; i++)
        if (piece_at(cutter, i)->kind != PIECE_CREDIT && is_furniture(piece_at(cutter, i)->text->str))
            g_string_truncate(piece_at(cutter, i)->text, 0);
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

/* Without the bars that joined it to something else; NULL when nothing is left. */
static char *tidy_or_null(const char *text) {
    g_autofree char *tidy = pd_text_tidy(text);
    if (is_separator(tidy))
        return NULL;
    const char *from = tidy + strspn(tidy, "|/ ");
    size_t len = strlen(from);
    while (len > 0 && strchr("|/ ", from[len - 1]))
        len--;
    return g_strndup(from, len);
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

static guint last_line(const Cutter *cutter) {
    guint last = 0;
    for (guint from = 0, to; from < cutter->pieces->len; from = to) {
        to = line_end(cutter, from);
        g_autofree char *text = line_text(cutter, from, to);
        if (!is_separator(text))
            last = from;
    }
    return last;
}

static size_t count_words(const char *text) {
    size_t n = 0;
    for (; *text; text++)
        n += *text != ' ' && (text[1] == ' ' || text[1] == '\0');
    return n;
}

/* "Former Prime Minister Tony Blair" above "ES": a line of a word or three in capitals below a longer one. */
static bool is_short_last_line(const Cutter *cutter) {
    guint last = last_line(cutter);
    g_autofree char *above = line_text(cutter, 0, last);
    g_autofree char *text = line_text(cutter, last, cutter->pieces->len);
    size_t len = strlen(text);
    if (len > MAX_SHORT_LINE_BYTES || count_words(text) > 3 || count_words(above) < 4 || text[len - 1] == '.')
        return false;
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if ((p == text || p[-1] == ' ') && !g_unichar_isupper(g_utf8_get_char(p)))
            return false;
    return true;
}

/* What a text that is a label and nothing else introduces; PD_N_CUES when it is none. */
static PdCueKind label_alone(const char *text) {
    g_autofree char *tidy = pd_text_tidy(text);
    size_t len = strlen(tidy);
    while (len > 0 && strchr(" .:", tidy[len - 1]))
        len--;
    if (len == 0 || len > MAX_SHORT_LINE_BYTES)
        return PD_N_CUES;
    g_autofree char *marked = g_strdup_printf("%.*s:", (int)len, tidy);
    PdFlatLabel label;
    if (!pd_flat_label(marked, len + 1, 0, &label) || label.start != 0 || label.value < len)
        return PD_N_CUES;
    return label.kind;
}

static bool is_name_sized(const Piece *piece) {
    g_autofree char *text = pd_text_tidy(piece->text->str);
    return *text && strlen(text) <= MAX_NAME_BYTES && text[strlen(text) - 1] != '.' && !is_separator(text);
}

/* Labels in elements of their own: a caption's goes, a credit's makes the rest of its line the credit. */
static void tell_labels(const Cutter *cutter) {
    for (guint i = 0; i + 1 < cutter->pieces->len; i++) {
        Piece *piece = piece_at(cutter, i);
        PdCueKind kind = piece->kind == PIECE_CREDIT ? PD_N_CUES : label_alone(piece->text->str);
        if (kind == PD_CUE_CAPTION || kind == PD_CUE_MEDIA) {
            g_string_truncate(piece->text, 0);
            continue;
        }
        if (kind != PD_CUE_CREDIT && kind != PD_CUE_PHOTO && kind != PD_CUE_SOURCE)
            continue;
        guint next = i + 1;
        while (next < cutter->pieces->len && is_separator(piece_at(cutter, next)->text->str))
            next++;
        guint end = line_end(cutter, i);
        if (next >= cutter->pieces->len || next > end || !is_name_sized(piece_at(cutter, next)))
            continue;
        if (strstr(piece->text->str, "..."))
            g_string_truncate(piece->text, 0);
        set_kind(cutter, i, MAX(end, next + 1), PIECE_CREDIT);
    }
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
        double likeness = pd_html_credit_strength(cutter->page, text);
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
    if (told == PD_EVIDENCE_NONE && n_lines == 2 && is_short_last_line(cutter)) {
        guint last = last_line(cutter);
        set_kind(cutter, last, cutter->pieces->len, PIECE_CREDIT);
        told = PD_EVIDENCE_ALIKE;
    }
    return told;
}

#define MAX_LABEL_BYTES 25u

/* "Photo by " before a piece: the whole line tells better what is the credit. */
static bool is_introduced(const Cutter *cutter, guint n) {
    guint from = 0;
    for (guint to = 0; to <= n; to = line_end(cutter, to))
        from = to;
    g_autofree char *before = line_text(cutter, from, n);
    g_autofree char *line = line_text(cutter, from, n + 1);
    PdCreditSpan span;
    size_t len = strlen(before);
    return pd_html_credit_find(cutter->page, line, &span) && span.sure >= SURE_SPAN && span.start < len &&
           len - span.start <= MAX_LABEL_BYTES && !strchr(piece_at(cutter, n)->text->str, ':');
}

/* "Etlaq" in an element of its own behind a sentence: nothing but words in capitals, as a credit is and a caption is not. */
static bool is_set_off_name(const char *text, const char *before) {
    size_t len = strlen(text), len_before = strlen(before);
    if (len < 3 || len > MAX_SHORT_LINE_BYTES || text[len - 1] == '.' || count_words(text) > 4)
        return false;
    if (len_before == 0 || before[len_before - 1] != '.' || count_words(before) < 4)
        return false;
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if ((p == text || p[-1] == ' ') && !g_unichar_isupper(g_utf8_get_char(p)))
            return false;
    return true;
}

/* The last piece of a line, when an element of its own sets it off. */
static PdEvidence tell_last_piece(const Cutter *cutter) {
    guint last = cutter->pieces->len;
    while (last > 0 && is_separator(piece_at(cutter, last - 1)->text->str))
        last--;
    guint before = last > 0 ? last - 1 : 0;
    while (before > 0 && is_separator(piece_at(cutter, before - 1)->text->str))
        before--;
    if (before == 0)
        return PD_EVIDENCE_NONE;
    Piece *piece = piece_at(cutter, last - 1);
    if (is_introduced(cutter, last - 1))
        return PD_EVIDENCE_NONE;
    g_autofree char *text = pd_text_tidy(piece->text->str);
    g_autofree char *above = line_text(cutter, 0, last - 1);
    double likeness = pd_html_credit_strength(cutter->page, text);
    if (likeness < LIKELY_CREDIT && !is_set_off_name(text, above))
        return PD_EVIDENCE_NONE;
    piece->kind = PIECE_CREDIT;
    return likeness >= CERTAIN_CREDIT ? PD_EVIDENCE_SHAPED : PD_EVIDENCE_ALIKE;
}

/* What stands between two pieces of a credit: two that are apart are two; a line of its own is another's name, but behind
 * a label. */
static const char *credit_joint(const Cutter *cutter, guint last, const Piece *piece) {
    if (last == G_MAXUINT)
        return " | ";
    const char *before = piece_at(cutter, last)->text->str;
    if (!piece->starts_line || is_separator(before))
        return piece->starts_line ? " " : "";
    size_t len = strlen(before);
    if (label_alone(before) == PD_N_CUES)
        return strchr(",/|&", before[len - 1]) ? " " : " / ";
    return before[len - 1] == ':' ? " " : ": ";
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
            if (credit->len > 0)
                g_string_append(credit, credit_joint(cutter, last_credit, piece));
            g_string_append(credit, piece->text->str);
            last_credit = i;
        } else if (is_separating && last_credit != G_MAXUINT) {
            join(credit, piece);
            last_credit = i;
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
    size_t end = strlen(rest->str);
    while (end > 0 && (strchr(" ,;", rest->str[end - 1]) || (end > 1 && g_str_has_suffix(rest->str, " -"))))
        rest->str[--end] = '\0';
    return tidy_or_null(rest->str);
}

/* A credit that stands in the caption's own words. */
static PdEvidence take_credit_out(const PdPage *page, PdTexts *texts) {
    PdCreditSpan span;
    if (!texts->caption || !pd_html_credit_find(page, texts->caption, &span))
        return PD_EVIDENCE_NONE;
    g_autofree char *line = g_strndup(texts->caption + span.line, span.line_end - span.line);
    char *credit = tidy_or_null(line);
    if (!credit)
        return PD_EVIDENCE_NONE;
    char *rest = without(texts->caption, &span);
    g_free(texts->caption);
    texts->caption = rest;
    texts->credit = credit;
    return span.sure >= SURE_SPAN ? PD_EVIDENCE_SHAPED : PD_EVIDENCE_ALIKE;
}

/* "Image caption", "Legende:", "3 of 12 |" before a caption. */
static void drop_label(PdTexts *texts) {
    if (!texts->caption)
        return;
    size_t len = strlen(texts->caption), from = counter_end(texts->caption);
    PdFlatLabel label;
    if (pd_flat_label(texts->caption, len, from, &label) && label.start == from && label.value < len &&
        (label.kind == PD_CUE_CAPTION || label.kind == PD_CUE_MEDIA))
        from = label.value;
    if (from == 0 || from >= len)
        return;
    char *rest = tidy_or_null(texts->caption + from);
    g_free(texts->caption);
    texts->caption = rest;
}

void pd_html_texts_split(const PdPage *page, PdTexts *texts) {
    if (!texts->credit)
        take_credit_out(page, texts);
    drop_label(texts);
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
    drop_furniture(&cutter);
    drop_repeats(&cutter);
    if (!has_credit(&cutter))
        tell_labels(&cutter);
    for (guint i = 0; i < cutter.pieces->len; i++)
        if (piece_at(&cutter, i)->kind != PIECE_PLAIN && !is_separator(piece_at(&cutter, i)->text->str))
            texts->evidence = PD_EVIDENCE_NAMED;
    PdEvidence shape = PD_EVIDENCE_NONE;
    if (!has_credit(&cutter) && (shape = tell_lines(&cutter)) == PD_EVIDENCE_NONE)
        shape = tell_last_piece(&cutter);
    join_all(&cutter, texts);
    if (!texts->credit) {
        PdEvidence found = take_credit_out(page, texts);
        shape = MAX(shape, found);
    }
    texts->evidence = MAX(texts->evidence, shape);
    drop_label(texts);
    if (texts->caption && is_furniture(texts->caption))
        g_clear_pointer(&texts->caption, g_free);
    g_array_unref(cutter.pieces);
}

void pd_html_texts_done(PdTexts *texts) {
    g_free(texts->caption);
    g_free(texts->credit);
    *texts = (PdTexts){0};
}
