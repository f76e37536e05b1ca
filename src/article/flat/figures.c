/* Puts the signs of a flattened text together to figures (figures.h).
 *
 * Each line is read by itself first: labels, brackets and bare credits in it, with the caption that stands beside them. A
 * credit on a line of its own then looks for its caption in the lines around it; a placeholder looks for the caption below
 * it. What could be an article's source, a byline or a footer is turned down where nothing speaks for a picture.
 */
#include "article/flat/figures.h"

#include <string.h>

#include "article/flat/cues.h"
#include "article/flat/lines.h"
#include "article/flat/names.h"
#include "article/flat/scan.h"
#include "article/flat/sentence.h"
#include "codec/text.h"

enum {
    RUNNING_BYTES = 900, /* a longer line holds prose beside its figures */
    CAPTION_BYTES = 900,
    AFAR_BYTES = 420, /* a caption across a blank line from its credit */
    OWN_LINE_BYTES = 160,
    DATE_BYTES = 60,
    BELOW_BYTES = 100, /* a caption below its credit where no placeholder stands above */
    BROKEN_BYTES = 24,
    COPY_BYTES = 160
};

typedef struct {
    PdFigureKind kind;
    size_t caption, caption_end, credit, credit_end;
    guint line, image; /* image: of its placeholder, G_MAXUINT */
    double sure;
    const char *cue;
    bool is_labelled, is_source, is_wire, is_bare;
} Found;

typedef struct {
    PdFlatText *flat;
    const char *text;
    const PdFlatLine *lines;
    guint n_lines;
    GArray *found;
    bool *is_used;
    size_t max;
    guint n_sources;      /* credits behind a word for any origin */
    bool is_credit_first; /* every credit alone on its line stands above its caption */
} Finder;

static Found *add_found(Finder *finder, const Found *found) {
    if (finder->found->len >= finder->max)
        return NULL;
    g_array_append_val(finder->found, *found);
    return &g_array_index(finder->found, Found, finder->found->len - 1);
}

static void set_caption(Finder *finder, Found *found, size_t start, size_t end) {
    pd_flat_trim_caption(finder->text, &start, &end);
    start = pd_flat_glued_start(finder->text, start, end);
    found->caption = start;
    found->caption_end = end;
}

static bool has_caption(const Found *found) {
    return found->caption_end > found->caption;
}

static bool is_caption_line(const Finder *finder, guint i, size_t max) {
    return i < finder->n_lines && !finder->is_used[i] && pd_flat_is_caption(finder->text, finder->lines + i, max);
}

static bool has_image_near(const Finder *finder, guint i, guint reach) {
    for (guint k = 1; k <= reach && k <= i; k++)
        if (finder->lines[i - k].is_image)
            return true;
    return false;
}

/* Whether line i is a credit between a paragraph and one short sentence that another paragraph follows: the caption is the
 * sentence then, though captions mostly stand before their credits. */
static bool opens_figure(const Finder *finder, guint i) {
    enum { PARAGRAPH_BYTES = 100 };
    const PdFlatLine *lines = finder->lines;
    if (i == 0 || i + 2 >= finder->n_lines || finder->is_used[i - 1] || finder->is_used[i + 2])
        return false;
    const PdFlatLine *before = lines + i - 1, *caption = lines + i + 1, *after = lines + i + 2;
    size_t len = caption->end - caption->start;
    bool is_paragraph = before->end - before->start > PARAGRAPH_BYTES &&
                        pd_flat_n_sentences(finder->text, before->start, before->end, 2) == 2 &&
                        after->end - after->start > PARAGRAPH_BYTES && !after->is_image;
    return is_paragraph && is_caption_line(finder, i + 1, COPY_BYTES) && len * 2 < after->end - after->start + len &&
           pd_flat_n_sentences(finder->text, caption->start, caption->end, 2) == 1;
}

/* The caption of a credit that stands alone on line i: the line before it, or after it when a placeholder or no caption
 * stands before. Gives the line's number, G_MAXUINT for none. */
static guint neighbour(const Finder *finder, guint i, bool is_labelled) {
    const PdFlatLine *lines = finder->lines;
    if (is_labelled && finder->is_credit_first && opens_figure(finder, i))
        return i + 1;
    if (i > 0 && !lines[i].is_after_blank && is_caption_line(finder, i - 1, CAPTION_BYTES))
        return i - 1;
    bool is_next_near = i + 1 < finder->n_lines && !lines[i + 1].is_after_blank;
    bool is_image = i > 0 && lines[i - 1].is_image, is_stopped = is_next_near && finder->text[lines[i + 1].end - 1] == '.';
    if (is_next_near &&
        is_caption_line(finder, i + 1,
                        is_image     ? AFAR_BYTES
                        : is_stopped ? BELOW_BYTES / 2
                                     : BELOW_BYTES) &&
        !(i > 0 && is_caption_line(finder, i - 1, AFAR_BYTES)))
        return i + 1;
    if (i > 0 && is_caption_line(finder, i - 1, is_labelled ? CAPTION_BYTES : AFAR_BYTES))
        return i - 1;
    if (i > 0 && lines[i - 1].is_image && is_caption_line(finder, i + 1, AFAR_BYTES) &&
        pd_flat_n_sentences(finder->text, lines[i + 1].start, lines[i + 1].end, 3) < 3)
        return i + 1;
    return G_MAXUINT;
}

/* Whether a credit that stands without caption in its line can be one of a picture at all. */
static bool is_credit_alone(const Finder *finder, const Found *found, guint caption) {
    guint i = found->line;
    bool has_image = has_image_near(finder, i, 3) || finder->lines[i].is_image;
    bool is_tail = pd_flat_is_tail(finder->flat, i);
    if (found->is_source && (found->is_wire || (is_tail && !finder->lines[i].is_image)))
        return false;
    if (has_image)
        return true;
    if (found->is_source &&
        (found->is_wire || is_tail || pd_flat_shape(finder->text, found->credit, found->credit_end).has_site))
        return false;
    if (found->is_labelled && !strcmp(found->cue, "label copyright"))
        return caption != G_MAXUINT && !is_tail; /* of the page, not of a picture */
    if (found->is_labelled)
        return !found->is_wire || !is_tail;
    if (is_tail && caption != G_MAXUINT &&
        pd_flat_n_sentences(finder->text, finder->lines[caption].start, finder->lines[caption].end, 3) == 3)
        return false;   /* who wrote it */
    if (found->is_wire) /* "AFP" below a headline is a byline, below a caption in mid-text a credit */
        return found->is_bare && caption != G_MAXUINT && caption + 1 == i && !is_tail &&
               (!finder->lines[i].is_after_blank || pd_flat_is_mid_caption(finder->flat, caption));
    return !is_tail || caption == G_MAXUINT || !finder->lines[i].is_after_blank;
}

/* "Source: Ministry of Culture" names an article's source as often as a picture's: without a placeholder near, only a
 * maker of pictures behind the word will do, or a text that labels all its pictures so. */
static bool is_article_source(const Finder *finder, const Found *found) {
    if (!found->is_source || finder->n_sources > 1 || finder->lines[found->line].is_image ||
        has_image_near(finder, found->line, 3))
        return false;
    return !pd_flat_names_maker(finder->text, found->credit, found->credit_end);
}

static void drop_article_sources(Finder *finder) {
    guint n = 0;
    for (guint k = 0; k < finder->found->len; k++)
        finder->n_sources += g_array_index(finder->found, Found, k).is_source;
    for (guint k = 0; k < finder->found->len; k++) {
        Found found = g_array_index(finder->found, Found, k);
        if (!is_article_source(finder, &found))
            g_array_index(finder->found, Found, n++) = found;
    }
    g_array_set_size(finder->found, n);
}

static Found found_of(guint line, const PdFlatSign *sign) {
    Found found = {.line = line,
                   .image = G_MAXUINT,
                   .sure = sign->sure,
                   .cue = sign->cue,
                   .is_labelled = sign->is_labelled,
                   .is_source = sign->is_source,
                   .is_wire = sign->is_wire,
                   .is_bare = sign->is_bare};
    if (sign->kind == PD_SIGN_CREDIT) {
        found.credit = sign->value;
        found.credit_end = sign->value_end;
    }
    found.kind = sign->kind == PD_SIGN_MEDIA ? PD_FIGURE_MEDIA : PD_FIGURE_IMAGE;
    return found;
}

/* A credit whose label ends its line: the value is the next line. */
static bool take_next_line(Finder *finder, guint i, PdFlatSign *sign) {
    const PdFlatLine *next = finder->lines + i + 1;
    if (i + 1 >= finder->n_lines || next->is_image || next->end - next->start > 160)
        return false;
    size_t end = pd_flat_credit_end(finder->text, next->start, next->end);
    if (end != next->end)
        return false;
    sign->value = next->start;
    sign->value_end = end;
    sign->is_wire = pd_flat_shape(finder->text, next->start, end).is_wire;
    finder->is_used[i + 1] = true;
    return true;
}

/* ---- one line ---- */

typedef struct {
    Finder *finder;
    guint i;
    size_t start, end; /* of the line */
    size_t from;       /* text not yet taken by a sign */
    bool is_running;
    bool is_last_open; /* the last figure still wants its caption */
    guint n;           /* figures of this line so far */
} LineWork;

/* Where the caption in [from, end) starts that belongs to the sign behind it. */
static size_t caption_start(const LineWork *work, size_t from, size_t end, bool is_followed) {
    const char *text = work->finder->text;
    if (!work->is_running && !is_followed && end - from <= CAPTION_BYTES)
        return from;
    bool opens_text = work->i == 0 && from == work->start && end - from <= AFAR_BYTES;
    size_t last = pd_flat_last_sentence(text, from, end);
    size_t start = work->is_running ? pd_flat_last_start(text, last, end) : last;
    return opens_text && start == last && pd_flat_n_sentences(text, from, end, 3) < 3 && !pd_flat_has_date(text, from, end)
               ? from
               : start;
}

static bool is_refused(const LineWork *work, const PdFlatSign *sign, size_t caption, size_t caption_end) {
    const char *text = work->finder->text;
    const PdFlatLine *line = work->finder->lines + work->i;
    if (sign->is_labelled && !sign->is_source)
        return false;
    bool is_long = caption_end - caption > AFAR_BYTES || pd_flat_n_sentences(text, caption, caption_end, 4) > 3;
    if (sign->is_bare && caption_end - caption < DATE_BYTES && pd_flat_starts_date(text, caption, caption_end))
        return true;
    if (sign->is_wire && work->is_running && !sign->is_labelled && sign->end + DATE_BYTES / 2 > work->end &&
        work->i + 1 == work->finder->n_lines)
        return true;
    bool is_end = work->i + 1 == work->finder->n_lines || caption_end - caption > DATE_BYTES * 2;
    if (sign->is_wire && !line->is_image && (is_long || (is_end && pd_flat_is_tail(work->finder->flat, work->i))))
        return true;
    if (!sign->is_labelled && line->is_item && caption_end > caption && !sign->is_bracket)
        return true;
    return sign->is_bare && !line->is_image && (sign->is_firm ? caption_end - caption > CAPTION_BYTES : is_long);
}

/* A name that a line's end broke where no wrapping is seen (a space that may not break): its last words alone on a line. */
static void extend_broken(Finder *finder, const LineWork *work, PdFlatSign *sign) {
    guint k = work->i + 1;
    if (!finder->flat->is_wrapped || !sign->is_labelled || sign->is_bracket || sign->value_end != work->end ||
        k >= finder->n_lines)
        return;
    const PdFlatLine *next = finder->lines + k;
    bool ends_block = k + 1 == finder->n_lines || next[1].is_after_blank;
    if (next->is_after_blank || next->is_beside || !ends_block || next->end - next->start > BROKEN_BYTES ||
        !pd_flat_is_name_line(finder->text, next))
        return;
    sign->value_end = next->end;
    finder->is_used[k] = true;
}

static void credit_sign(LineWork *work, PdFlatSign *sign, const PdFlatSign *next) {
    bool is_followed = sign->end < work->end;
    Finder *finder = work->finder;
    Found *last = finder->found->len ? &g_array_index(finder->found, Found, finder->found->len - 1) : NULL;
    if (sign->is_open && !take_next_line(finder, work->i, sign))
        return;
    if (sign->is_bare && last && last->line + 2 >= work->i && has_caption(last) &&
        last->credit_end - last->credit == sign->value_end - sign->value &&
        strncmp(finder->text + last->credit, finder->text + sign->value, sign->value_end - sign->value) == 0 &&
        !pd_flat_has_word(finder->text, work->from, sign->start))
        return; /* printed twice */
    extend_broken(finder, work, sign);
    size_t from = work->from, before = sign->start;
    pd_flat_trim_caption(finder->text, &from, &before);
    Found found = found_of(work->i, sign);
    if (last && last->line == work->i && has_caption(last) && last->credit_end == last->credit &&
        last->caption_end <= sign->start && !pd_flat_has_word(finder->text, last->caption_end, sign->start)) {
        last->credit = sign->value; /* its caption's label came first */
        last->credit_end = sign->value_end;
        return;
    }
    bool is_captioned = next && next->kind == PD_SIGN_CAPTION && !pd_flat_has_word(finder->text, sign->end, next->start);
    if (!is_captioned && before > from && pd_flat_has_word(finder->text, from, before)) {
        size_t caption = caption_start(work, from, before, is_followed && work->is_running);
        if (pd_flat_is_byline(finder->text, caption, before) || is_refused(work, sign, caption, before))
            return;
        set_caption(finder, &found, caption, before);
        work->is_last_open = false;
    } else {
        work->is_last_open = true;
    }
    work->n++;
    add_found(finder, &found);
}

/* A caption behind its label: to the next sign, the end of the line or of its sentence. */
static void caption_sign(LineWork *work, const PdFlatSign *sign, size_t next) {
    Finder *finder = work->finder;
    GArray *all = finder->found;
    size_t start = sign->value, end = next;
    guint next_line = work->i + 1;
    if (sign->is_open) {
        if (next_line >= finder->n_lines || finder->lines[next_line].is_image)
            return;
        start = finder->lines[next_line].start;
        end = finder->lines[next_line].end;
        finder->is_used[next_line] = true;
    } else if (next == work->end) {
        end = pd_flat_labelled_caption_end(finder->text, start, end);
    }
    gunichar first = start < end ? g_utf8_get_char(finder->text + start) : 0;
    bool is_topic = sign->sure < 0.9 && ((work->i == 0 && next == work->end) || g_unichar_islower(first) || first == 0xab ||
                                         first == 0x201e || first == 0x201c || first == '"' || finder->text[end - 1] == '?');
    if (is_topic)
        return; /* "Images: how do you choose?" */
    Found *last = all->len ? &g_array_index(all, Found, all->len - 1) : NULL;
    bool is_near = last && !has_caption(last) && last->kind == PD_FIGURE_IMAGE && sign->kind == PD_SIGN_CAPTION &&
                   last->credit_end <= sign->start && !pd_flat_has_word(finder->text, last->credit_end, sign->start);
    if (is_near) {
        set_caption(finder, last, start, end);
        last->sure = MAX(last->sure, sign->sure);
        finder->is_used[last->line] = true;
    } else {
        Found found = found_of(work->i, sign);
        set_caption(finder, &found, start, end);
        if (has_caption(&found))
            add_found(finder, &found);
    }
    work->n++;
    work->is_last_open = false;
    work->from = MAX(work->from, MIN(end, work->end));
}

/* Text behind a credit that opened its line: its caption. */
static void caption_behind(LineWork *work) {
    Finder *finder = work->finder;
    size_t start = work->from, end = work->end;
    pd_flat_trim_caption(finder->text, &start, &end);
    if (!work->is_last_open || finder->found->len == 0 || end <= start || end - start > AFAR_BYTES || work->is_running)
        return;
    Found *last = &g_array_index(finder->found, Found, finder->found->len - 1);
    if (last->line == work->i && last->credit < work->from) {
        set_caption(finder, last, start, end);
        work->is_last_open = false;
    }
}

static bool read_own_line(Finder *finder, guint i);

static bool has_firm_sign(const GArray *signs) {
    for (guint k = 0; k < signs->len; k++)
        if (!g_array_index(signs, PdFlatSign, k).is_bare)
            return true;
    return false;
}

/* Whether a line holds prose beside its figures: by its length, or by more sentences than a caption has. */
static bool is_running(const Finder *finder, const PdFlatLine *line) {
    enum { FEW_LINES = 3, SHORT_RUNNING_BYTES = 300, SENTENCES = 5 };
    size_t len = line->end - line->start;
    return !line->is_image &&
           (len > RUNNING_BYTES || (finder->n_lines <= FEW_LINES && len > SHORT_RUNNING_BYTES &&
                                    pd_flat_n_sentences(finder->text, line->start, line->end, SENTENCES) == SENTENCES));
}

static void read_line(Finder *finder, guint i) {
    const PdFlatLine *line = finder->lines + i;
    LineWork work = {.finder = finder, .i = i, .start = line->start, .end = line->end, .from = line->start};
    work.is_running = is_running(finder, line);
    g_autoptr(GArray) signs = pd_flat_signs(finder->text, line->start, line->end, work.is_running);
    if (!has_firm_sign(signs) && read_own_line(finder, i))
        return;
    for (guint k = 0; k < signs->len; k++) {
        PdFlatSign *sign = &g_array_index(signs, PdFlatSign, k);
        size_t next = k + 1 < signs->len ? sign[1].start : line->end;
        if (sign->kind == PD_SIGN_CREDIT) {
            credit_sign(&work, sign, k + 1 < signs->len ? sign + 1 : NULL);
            work.from = MAX(work.from, sign->end);
        } else {
            caption_sign(&work, sign, next);
        }
    }
    if (work.n == 1)
        caption_behind(&work);
    finder->is_used[i] = finder->is_used[i] || (work.n > 0 && !work.is_last_open);
}

/* ---- lines among each other ---- */

/* "The director on the slipway | Agency/Jane Doe": more than a name stands before a bar or slash between spaces. */
static bool is_behind_bar(const char *text, const PdFlatLine *line) {
    enum { NAME_WORDS = 3 };
    unsigned n_spaces = 0;
    for (size_t at = line->start; at + 2 < line->end; at++) {
        if (text[at] == ' ' && (text[at + 1] == '|' || text[at + 1] == '/') && text[at + 2] == ' ')
            return n_spaces >= NAME_WORDS;
        n_spaces += text[at] == ' ';
    }
    return false;
}

/* Whether the line is nothing but a bare credit. */
static bool is_own_line(const Finder *finder, guint i, PdFlatShape *out_shape) {
    const PdFlatLine *line = finder->lines + i;
    if (line->is_image || line->is_heading || line->is_item || line->end - line->start > OWN_LINE_BYTES)
        return false;
    PdFlatShape shape = *out_shape = pd_flat_shape(finder->text, line->start, line->end);
    if (shape.is_sentence || shape.n_words == 0 || shape.n_lower > (shape.has_slash ? 1 : 0) || shape.has_date ||
        shape.n_digits > 1 || shape.n_words > 6 * shape.n_parts || shape.n_words > 14)
        return false;
    if (shape.n_lower > 0 && is_behind_bar(finder->text, line))
        return false;
    gunichar first = g_utf8_get_char(finder->text + line->start);
    bool is_known = shape.has_party || shape.has_slash || pd_flat_is_made_for(finder->text, line->start, line->end);
    return (g_unichar_isalnum(first) || first == '@') && is_known &&
           !pd_flat_is_byline(finder->text, line->start, line->end) &&
           pd_flat_credit_end(finder->text, line->start, line->end) == line->end;
}

/* Whether the credit on line i stands again at the start of the next line, or stood already in the line before. */
static bool is_repeated(const Finder *finder, guint i) {
    const PdFlatLine *line = finder->lines + i, *next = line + 1;
    size_t len = line->end - line->start;
    if (i + 1 < finder->n_lines && next->end - next->start >= len &&
        (strncmp(finder->text + line->start, finder->text + next->start, len) == 0 ||
         strncmp(finder->text + line->start, finder->text + next->end - len, len) == 0))
        return true;
    const Found *last = finder->found->len ? &g_array_index(finder->found, Found, finder->found->len - 1) : NULL;
    if (!last || last->line + 1 != i || !has_caption(last))
        return false;
    g_autofree char *credit = g_strndup(finder->text + line->start, len);
    return g_strstr_len(finder->text + last->credit, (gssize)(last->credit_end - last->credit), credit) != NULL;
}

static bool read_own_line(Finder *finder, guint i) {
    const PdFlatLine *line = finder->lines + i;
    PdFlatShape shape;
    if (!is_own_line(finder, i, &shape))
        return false;
    if (is_repeated(finder, i)) {
        finder->is_used[i] = true;
        return true;
    }
    bool is_firm = shape.has_slash && (shape.has_party || pd_flat_is_capitals(finder->text, line->start, line->end));
    Found found = {.line = i,
                   .image = G_MAXUINT,
                   .credit = line->start,
                   .credit_end = line->end,
                   .sure = is_firm ? 0.8 : 0.6,
                   .cue = "line of its own",
                   .is_bare = true,
                   .is_wire = shape.is_wire};
    guint caption = neighbour(finder, i, false);
    bool has_image = has_image_near(finder, i, 3);
    bool is_whole = is_firm || pd_flat_is_agency(finder->text, line->start, line->end) || shape.n_parts > 1;
    bool is_named = (shape.has_party || is_firm) && is_whole &&
                    (is_firm || pd_flat_is_picture_party(finder->text, line->start, line->end) ||
                     (caption != G_MAXUINT && caption + 1 == i && pd_flat_is_mid_caption(finder->flat, caption)));
    bool is_made = caption != G_MAXUINT && caption + 1 == i && pd_flat_is_made_for(finder->text, line->start, line->end);
    is_named = is_named || is_made;
    if ((has_image || (is_named && (caption != G_MAXUINT || is_firm))) && is_credit_alone(finder, &found, caption)) {
        add_found(finder, &found);
        return true;
    }
    return false;
}

static bool is_credit_first(const Finder *finder) {
    guint n = 0;
    for (guint k = 0; k < finder->found->len; k++) {
        const Found *found = &g_array_index(finder->found, Found, k);
        if (has_caption(found) || !found->is_labelled)
            continue;
        if (!opens_figure(finder, found->line))
            return false;
        n++;
    }
    return n > 1;
}

/* Gives credits that stand alone their captions. */
static void join_neighbours(Finder *finder) {
    guint n = 0;
    finder->is_credit_first = is_credit_first(finder);
    for (guint k = 0; k < finder->found->len; k++) {
        Found found = g_array_index(finder->found, Found, k);
        if (!has_caption(&found)) {
            const PdFlatLine *line = finder->lines + found.line;
            bool is_credit = line->is_image && found.is_labelled && line->url == SIZE_MAX &&
                             !line->is_after_blank; /* "[사진=연합뉴스]" below its caption */
            guint caption = line->is_image && !is_credit ? G_MAXUINT : neighbour(finder, found.line, found.is_labelled);
            if (!is_credit_alone(finder, &found, caption))
                continue;
            if (caption != G_MAXUINT) {
                set_caption(finder, &found, finder->lines[caption].start, finder->lines[caption].end);
                found.sure *= 0.9;
                finder->is_used[caption] = true;
            }
        }
        finder->is_used[found.line] = true;
        g_array_index(finder->found, Found, n++) = found;
    }
    g_array_set_size(finder->found, n);
}

/* A caption, and maybe a credit, below a placeholder, with no sign of their own. */
static void read_below_image(Finder *finder, guint i) {
    const PdFlatLine *image = finder->lines + i, *line = image + 1;
    if (!is_caption_line(finder, i + 1, AFAR_BYTES) || !pd_flat_is_below_image(finder->flat, i))
        return;
    Found found = {.line = i + 1, .image = i, .sure = 0.55, .cue = "below placeholder"};
    set_caption(finder, &found, line->start, line->end);
    const PdFlatLine *after = line + 1;
    if (i + 2 < finder->n_lines && !finder->is_used[i + 2] && pd_flat_is_name_line(finder->text, after)) {
        found.credit = after->start;
        found.credit_end = after->end;
        finder->is_used[i + 2] = true;
    }
    finder->is_used[i + 1] = true;
    add_found(finder, &found);
}

static int compare_found(gconstpointer a, gconstpointer b) {
    const Found *left = a, *right = b;
    size_t x = has_caption(left) ? left->caption : left->credit, y = has_caption(right) ? right->caption : right->credit;
    return x < y ? -1 : x > y;
}

static guint placeholder_of(const Finder *finder, const Found *found) {
    if (found->image != G_MAXUINT)
        return found->image;
    for (guint k = 0; k <= 2 && k <= found->line; k++)
        if (finder->lines[found->line - k].is_image)
            return found->line - k;
    return G_MAXUINT;
}

/* Markdown names its images for certain: those without words are figures too. */
static void add_bare_images(Finder *finder) {
    g_autofree bool *is_taken = g_new0(bool, finder->n_lines + 1);
    for (guint k = 0; k < finder->found->len; k++) {
        guint image = placeholder_of(finder, &g_array_index(finder->found, Found, k));
        is_taken[image == G_MAXUINT ? finder->n_lines : image] = true;
    }
    for (guint i = 0; i < finder->n_lines; i++) {
        size_t start = finder->lines[i].start;
        Found found = {.line = i, .image = i, .credit = start, .credit_end = start, .sure = 0.9, .cue = "image"};
        if (finder->lines[i].url != SIZE_MAX && !is_taken[i])
            add_found(finder, &found);
    }
}

static void emit(Finder *finder, const Found *found, const char *caption, const char *credit, const PdLimits *limits,
                 PdArticle *out) {
    guint image = placeholder_of(finder, found);
    size_t first = has_caption(found) ? found->caption : found->credit;
    if (found->credit_end > found->credit)
        first = MIN(first, found->credit);
    PdFigure figure = {.kind = found->kind,
                       .caption = caption,
                       .credit = credit,
                       .sure = found->sure,
                       .cue = found->cue,
                       .offset = pd_flat_text_offset(finder->flat, first)};
    g_autofree char *alt = NULL;
    if (image != G_MAXUINT) {
        const PdFlatLine *line = finder->lines + image;
        if (line->url != SIZE_MAX)
            figure.url = finder->flat->urls->str + line->url;
        alt =
            image == found->line && (caption || credit) ? NULL : pd_flat_text_between(finder->text, line->start, line->end);
        figure.alt = alt;
    }
    pd_article_add_figure(out, &figure, limits);
}

/* Copies stand near each other: an alternative text, a second rendition. */
static bool is_copy(GHashTable *seen, const Found *found, const char *caption, const char *credit) {
    if (!caption)
        return false;
    g_autofree char *folded = pd_text_fold(caption);
    char *key = g_strdup_printf("%s\n%s", folded, credit ? credit : "");
    gpointer last = NULL;
    size_t at = found->caption;
    bool is_seen =
        g_hash_table_lookup_extended(seen, key, NULL, &last) && at <= GPOINTER_TO_SIZE(last) + strlen(key) + COPY_BYTES;
    g_hash_table_insert(seen, key, GSIZE_TO_POINTER(at));
    return is_seen;
}

static void emit_all(Finder *finder, const PdLimits *limits, PdArticle *out) {
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint k = 0; k < finder->found->len; k++) {
        const Found *found = &g_array_index(finder->found, Found, k);
        size_t credit_start = found->credit, credit_end = found->credit_end;
        pd_flat_trim_credit(finder->text, &credit_start, &credit_end);
        g_autofree char *caption = pd_flat_text_between(finder->text, found->caption, found->caption_end);
        g_autofree char *credit = pd_flat_text_between(finder->text, credit_start, credit_end);
        bool is_bare_image = found->image == found->line;
        if ((caption || credit || is_bare_image) && !is_copy(seen, found, caption, credit))
            emit(finder, found, caption, credit, limits, out);
    }
}

void pd_flat_figures(PdFlatText *flat, const PdLimits *limits, PdArticle *out, bool *is_figure) {
    g_autofree bool *is_used = g_new0(bool, flat->lines->len + 1);
    Finder finder = {.flat = flat,
                     .text = flat->text->str,
                     .lines = (const PdFlatLine *)(void *)flat->lines->data,
                     .n_lines = flat->lines->len,
                     .found = g_array_new(FALSE, FALSE, sizeof(Found)),
                     .is_used = is_figure ? is_figure : is_used,
                     .max = 4 * limits->figures};
    for (guint i = 0; i < finder.n_lines; i++)
        if (!finder.is_used[i])
            read_line(&finder, i);
    drop_article_sources(&finder);
    join_neighbours(&finder);
    for (guint i = 0; i + 1 < finder.n_lines; i++)
        if (finder.lines[i].is_image && !finder.is_used[i])
            read_below_image(&finder, i);
    if (flat->is_markdown)
        add_bare_images(&finder);
    g_array_sort(finder.found, compare_found);
    emit_all(&finder, limits, out);
    g_array_free(finder.found, TRUE);
}
