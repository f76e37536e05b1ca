/* One line by itself (finder.h): labels, brackets and bare credits in it, with the caption that stands beside them. */
#include "article/flat/finder.h"

#include <string.h>

#include "article/flat/lines.h"
#include "article/flat/names.h"
#include "article/flat/scan.h"
#include "article/flat/sentence.h"

enum {
    RUNNING_BYTES = 900, /* a longer line holds prose beside its figures */
    OWN_LINE_BYTES = 160,
    DATE_BYTES = 60,
    BROKEN_BYTES = 24
};

static PdFlatFound found_of(guint line, const PdFlatSign *sign) {
    PdFlatFound found = {.line = line,
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
static bool take_next_line(PdFlatFinder *finder, guint i, PdFlatSign *sign) {
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
    PdFlatFinder *finder;
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
    if (!work->is_running && !is_followed && end - from <= PD_FLAT_CAPTION_BYTES)
        return from;
    bool opens_text = work->i == 0 && from == work->start && end - from <= PD_FLAT_AFAR_BYTES;
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
    bool is_long = caption_end - caption > PD_FLAT_AFAR_BYTES || pd_flat_n_sentences(text, caption, caption_end, 4) > 3;
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
    return sign->is_bare && !line->is_image && (sign->is_firm ? caption_end - caption > PD_FLAT_CAPTION_BYTES : is_long);
}

/* A name that a line's end broke where no wrapping is seen (a space that may not break): its last words alone on a line. */
static void extend_broken(PdFlatFinder *finder, const LineWork *work, PdFlatSign *sign) {
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
    PdFlatFinder *finder = work->finder;
    PdFlatFound *last = finder->found->len ? &g_array_index(finder->found, PdFlatFound, finder->found->len - 1) : NULL;
    if (sign->is_open && !take_next_line(finder, work->i, sign))
        return;
    if (sign->is_bare && last && last->line + 2 >= work->i && pd_flat_has_caption(last) &&
        last->credit_end - last->credit == sign->value_end - sign->value &&
        strncmp(finder->text + last->credit, finder->text + sign->value, sign->value_end - sign->value) == 0 &&
        !pd_flat_has_word(finder->text, work->from, sign->start))
        return; /* printed twice */
    extend_broken(finder, work, sign);
    size_t from = work->from, before = sign->start;
    pd_flat_trim_caption(finder->text, &from, &before);
    PdFlatFound found = found_of(work->i, sign);
    if (last && last->line == work->i && pd_flat_has_caption(last) && last->credit_end == last->credit &&
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
        pd_flat_set_caption(finder, &found, caption, before);
        work->is_last_open = false;
    } else {
        work->is_last_open = true;
    }
    work->n++;
    pd_flat_add_found(finder, &found);
}

/* A caption behind its label: to the next sign, the end of the line or of its sentence. */
static void caption_sign(LineWork *work, const PdFlatSign *sign, size_t next) {
    PdFlatFinder *finder = work->finder;
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
    PdFlatFound *last = all->len ? &g_array_index(all, PdFlatFound, all->len - 1) : NULL;
    bool is_near = last && !pd_flat_has_caption(last) && last->kind == PD_FIGURE_IMAGE && sign->kind == PD_SIGN_CAPTION &&
                   last->credit_end <= sign->start && !pd_flat_has_word(finder->text, last->credit_end, sign->start);
    if (is_near) {
        pd_flat_set_caption(finder, last, start, end);
        last->sure = MAX(last->sure, sign->sure);
        finder->is_used[last->line] = true;
    } else {
        PdFlatFound found = found_of(work->i, sign);
        pd_flat_set_caption(finder, &found, start, end);
        if (pd_flat_has_caption(&found))
            pd_flat_add_found(finder, &found);
    }
    work->n++;
    work->is_last_open = false;
    work->from = MAX(work->from, MIN(end, work->end));
}

/* Text behind a credit that opened its line: its caption. */
static void caption_behind(LineWork *work) {
    PdFlatFinder *finder = work->finder;
    size_t start = work->from, end = work->end;
    pd_flat_trim_caption(finder->text, &start, &end);
    if (!work->is_last_open || finder->found->len == 0 || end <= start || end - start > PD_FLAT_AFAR_BYTES ||
        work->is_running)
        return;
    PdFlatFound *last = &g_array_index(finder->found, PdFlatFound, finder->found->len - 1);
    if (last->line == work->i && last->credit < work->from) {
        pd_flat_set_caption(finder, last, start, end);
        work->is_last_open = false;
    }
}

/* ---- a credit alone on its line ---- */

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
static bool is_own_line(const PdFlatFinder *finder, guint i, PdFlatShape *out_shape) {
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
static bool is_repeated(const PdFlatFinder *finder, guint i) {
    const PdFlatLine *line = finder->lines + i, *next = line + 1;
    size_t len = line->end - line->start;
    if (i + 1 < finder->n_lines && next->end - next->start >= len &&
        (strncmp(finder->text + line->start, finder->text + next->start, len) == 0 ||
         strncmp(finder->text + line->start, finder->text + next->end - len, len) == 0))
        return true;
    const PdFlatFound *last = finder->found->len ? &g_array_index(finder->found, PdFlatFound, finder->found->len - 1) : NULL;
    if (!last || last->line + 1 != i || !pd_flat_has_caption(last))
        return false;
    g_autofree char *credit = g_strndup(finder->text + line->start, len);
    return g_strstr_len(finder->text + last->credit, (gssize)(last->credit_end - last->credit), credit) != NULL;
}

static bool read_own_line(PdFlatFinder *finder, guint i) {
    const PdFlatLine *line = finder->lines + i;
    PdFlatShape shape;
    if (!is_own_line(finder, i, &shape))
        return false;
    if (is_repeated(finder, i)) {
        finder->is_used[i] = true;
        return true;
    }
    bool is_firm = shape.has_slash && (shape.has_party || pd_flat_is_capitals(finder->text, line->start, line->end));
    PdFlatFound found = {.line = i,
                         .image = G_MAXUINT,
                         .credit = line->start,
                         .credit_end = line->end,
                         .sure = is_firm ? 0.8 : 0.6,
                         .cue = "line of its own",
                         .is_bare = true,
                         .is_wire = shape.is_wire};
    guint caption = pd_flat_neighbour(finder, i, false);
    bool has_image = pd_flat_has_image_near(finder, i, 3);
    bool is_whole = is_firm || pd_flat_is_agency(finder->text, line->start, line->end) || shape.n_parts > 1;
    bool is_named = (shape.has_party || is_firm) && is_whole &&
                    (is_firm || pd_flat_is_picture_party(finder->text, line->start, line->end) ||
                     (caption != G_MAXUINT && caption + 1 == i && pd_flat_is_mid_caption(finder->flat, caption)));
    bool is_made = caption != G_MAXUINT && caption + 1 == i && pd_flat_is_made_for(finder->text, line->start, line->end);
    is_named = is_named || is_made;
    if ((has_image || (is_named && (caption != G_MAXUINT || is_firm))) && pd_flat_is_credit_alone(finder, &found, caption)) {
        pd_flat_add_found(finder, &found);
        return true;
    }
    return false;
}

/* ---- all of a line ---- */

static bool has_firm_sign(const GArray *signs) {
    for (guint k = 0; k < signs->len; k++)
        if (!g_array_index(signs, PdFlatSign, k).is_bare)
            return true;
    return false;
}

/* Whether a line holds prose beside its figures: by its length, or by more sentences than a caption has. */
static bool is_running(const PdFlatFinder *finder, const PdFlatLine *line) {
    enum { FEW_LINES = 3, SHORT_RUNNING_BYTES = 300, SENTENCES = 5 };
    size_t len = line->end - line->start;
    return !line->is_image &&
           (len > RUNNING_BYTES || (finder->n_lines <= FEW_LINES && len > SHORT_RUNNING_BYTES &&
                                    pd_flat_n_sentences(finder->text, line->start, line->end, SENTENCES) == SENTENCES));
}

void pd_flat_read_line(PdFlatFinder *finder, guint i) {
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
