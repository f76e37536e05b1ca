/* What is found so far, and what the lines around a credit say of it (finder.h). */
#include "article/flat/finder.h"

#include <string.h>

#include "article/flat/lines.h"
#include "article/flat/names.h"
#include "article/flat/sentence.h"

enum { BELOW_BYTES = 100 }; /* a caption below its credit where no placeholder stands above */

PdFlatFound *pd_flat_add_found(PdFlatFinder *finder, const PdFlatFound *found) {
    if (finder->found->len >= finder->max)
        return NULL;
    g_array_append_val(finder->found, *found);
    return &g_array_index(finder->found, PdFlatFound, finder->found->len - 1);
}

void pd_flat_set_caption(PdFlatFinder *finder, PdFlatFound *found, size_t start, size_t end) {
    pd_flat_trim_caption(finder->text, &start, &end);
    start = pd_flat_glued_start(finder->text, start, end);
    found->caption = start;
    found->caption_end = end;
}

bool pd_flat_has_caption(const PdFlatFound *found) {
    return found->caption_end > found->caption;
}

bool pd_flat_is_caption_line(const PdFlatFinder *finder, guint i, size_t max) {
    return i < finder->n_lines && !finder->is_used[i] && pd_flat_is_caption(finder->text, finder->lines + i, max);
}

bool pd_flat_has_image_near(const PdFlatFinder *finder, guint i, guint reach) {
    for (guint k = 1; k <= reach && k <= i; k++)
        if (finder->lines[i - k].is_image)
            return true;
    return false;
}

bool pd_flat_opens_figure(const PdFlatFinder *finder, guint i) {
    enum { PARAGRAPH_BYTES = 100 };
    const PdFlatLine *lines = finder->lines;
    if (i == 0 || i + 2 >= finder->n_lines || finder->is_used[i - 1] || finder->is_used[i + 2])
        return false;
    const PdFlatLine *before = lines + i - 1, *caption = lines + i + 1, *after = lines + i + 2;
    size_t len = caption->end - caption->start;
    bool is_paragraph = before->end - before->start > PARAGRAPH_BYTES &&
                        pd_flat_n_sentences(finder->text, before->start, before->end, 2) == 2 &&
                        after->end - after->start > PARAGRAPH_BYTES && !after->is_image;
    return is_paragraph && pd_flat_is_caption_line(finder, i + 1, PD_FLAT_COPY_BYTES) &&
           len * 2 < after->end - after->start + len &&
           pd_flat_n_sentences(finder->text, caption->start, caption->end, 2) == 1;
}

guint pd_flat_neighbour(const PdFlatFinder *finder, guint i, bool is_labelled) {
    const PdFlatLine *lines = finder->lines;
    if (is_labelled && finder->is_credit_first && pd_flat_opens_figure(finder, i))
        return i + 1;
    if (i > 0 && !lines[i].is_after_blank && pd_flat_is_caption_line(finder, i - 1, PD_FLAT_CAPTION_BYTES))
        return i - 1;
    bool is_next_near = i + 1 < finder->n_lines && !lines[i + 1].is_after_blank;
    bool is_image = i > 0 && lines[i - 1].is_image, is_stopped = is_next_near && finder->text[lines[i + 1].end - 1] == '.';
    if (is_next_near &&
        pd_flat_is_caption_line(finder, i + 1,
                                is_image     ? PD_FLAT_AFAR_BYTES
                                : is_stopped ? BELOW_BYTES / 2
                                             : BELOW_BYTES) &&
        !(i > 0 && pd_flat_is_caption_line(finder, i - 1, PD_FLAT_AFAR_BYTES)))
        return i + 1;
    if (i > 0 && pd_flat_is_caption_line(finder, i - 1, is_labelled ? PD_FLAT_CAPTION_BYTES : PD_FLAT_AFAR_BYTES))
        return i - 1;
    if (i > 0 && lines[i - 1].is_image && pd_flat_is_caption_line(finder, i + 1, PD_FLAT_AFAR_BYTES) &&
        pd_flat_n_sentences(finder->text, lines[i + 1].start, lines[i + 1].end, 3) < 3)
        return i + 1;
    return G_MAXUINT;
}

bool pd_flat_is_credit_alone(const PdFlatFinder *finder, const PdFlatFound *found, guint caption) {
    guint i = found->line;
    bool has_image = pd_flat_has_image_near(finder, i, 3) || finder->lines[i].is_image;
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
