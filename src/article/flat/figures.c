/* Puts the signs of a flattened text together to figures (figures.h).
 *
 * Each line is read by itself first: labels, brackets and bare credits in it, with the caption that stands beside them. A
 * credit on a line of its own then looks for its caption in the lines around it; a placeholder looks for the caption below
 * it. What could be an article's source, a byline or a footer is turned down where nothing speaks for a picture.
 */
#include "article/flat/figures.h"

#include <string.h>

#include "article/flat/finder.h"
#include "article/flat/lines.h"
#include "article/flat/names.h"
#include "codec/text.h"

/* "Source: Ministry of Culture" names an article's source as often as a picture's: without a placeholder near, only a
 * maker of pictures behind the word will do, or a text that labels all its pictures so. */
static bool is_article_source(const PdFlatFinder *finder, const PdFlatFound *found) {
    if (!found->is_source || finder->n_sources > 1 || finder->lines[found->line].is_image ||
        pd_flat_has_image_near(finder, found->line, 3))
        return false;
    return !pd_flat_names_maker(finder->text, found->credit, found->credit_end);
}

static void drop_article_sources(PdFlatFinder *finder) {
    guint n = 0;
    for (guint k = 0; k < finder->found->len; k++)
        finder->n_sources += g_array_index(finder->found, PdFlatFound, k).is_source;
    for (guint k = 0; k < finder->found->len; k++) {
        PdFlatFound found = g_array_index(finder->found, PdFlatFound, k);
        if (!is_article_source(finder, &found))
            g_array_index(finder->found, PdFlatFound, n++) = found;
    }
    g_array_set_size(finder->found, n);
}

static bool is_credit_first(const PdFlatFinder *finder) {
    guint n = 0;
    for (guint k = 0; k < finder->found->len; k++) {
        const PdFlatFound *found = &g_array_index(finder->found, PdFlatFound, k);
        if (pd_flat_has_caption(found) || !found->is_labelled)
            continue;
        if (!pd_flat_opens_figure(finder, found->line))
            return false;
        n++;
    }
    return n > 1;
}

/* Gives credits that stand alone their captions. */
static void join_neighbours(PdFlatFinder *finder) {
    guint n = 0;
    finder->is_credit_first = is_credit_first(finder);
    for (guint k = 0; k < finder->found->len; k++) {
        PdFlatFound found = g_array_index(finder->found, PdFlatFound, k);
        if (!pd_flat_has_caption(&found)) {
            const PdFlatLine *line = finder->lines + found.line;
            bool is_credit = line->is_image && found.is_labelled && line->url == SIZE_MAX &&
                             !line->is_after_blank; /* "[사진=연합뉴스]" below its caption */
            guint caption =
                line->is_image && !is_credit ? G_MAXUINT : pd_flat_neighbour(finder, found.line, found.is_labelled);
            if (!pd_flat_is_credit_alone(finder, &found, caption))
                continue;
            if (caption != G_MAXUINT) {
                pd_flat_set_caption(finder, &found, finder->lines[caption].start, finder->lines[caption].end);
                found.sure *= 0.9;
                finder->is_used[caption] = true;
            }
        }
        finder->is_used[found.line] = true;
        g_array_index(finder->found, PdFlatFound, n++) = found;
    }
    g_array_set_size(finder->found, n);
}

/* A caption, and maybe a credit, below a placeholder, with no sign of their own. */
static void read_below_image(PdFlatFinder *finder, guint i) {
    const PdFlatLine *image = finder->lines + i, *line = image + 1;
    if (!pd_flat_is_caption_line(finder, i + 1, PD_FLAT_AFAR_BYTES) || !pd_flat_is_below_image(finder->flat, i))
        return;
    PdFlatFound found = {.line = i + 1, .image = i, .sure = 0.55, .cue = "below placeholder"};
    pd_flat_set_caption(finder, &found, line->start, line->end);
    const PdFlatLine *after = line + 1;
    if (i + 2 < finder->n_lines && !finder->is_used[i + 2] && pd_flat_is_name_line(finder->text, after)) {
        found.credit = after->start;
        found.credit_end = after->end;
        finder->is_used[i + 2] = true;
    }
    finder->is_used[i + 1] = true;
    pd_flat_add_found(finder, &found);
}

static int compare_found(gconstpointer a, gconstpointer b) {
    const PdFlatFound *left = a, *right = b;
    size_t x = pd_flat_has_caption(left) ? left->caption : left->credit,
           y = pd_flat_has_caption(right) ? right->caption : right->credit;
    return x < y ? -1 : x > y;
}

static guint placeholder_of(const PdFlatFinder *finder, const PdFlatFound *found) {
    if (found->image != G_MAXUINT)
        return found->image;
    for (guint k = 0; k <= 2 && k <= found->line; k++)
        if (finder->lines[found->line - k].is_image)
            return found->line - k;
    return G_MAXUINT;
}

/* Markdown names its images for certain: those without words are figures too. */
static void add_bare_images(PdFlatFinder *finder) {
    g_autofree bool *is_taken = g_new0(bool, finder->n_lines + 1);
    for (guint k = 0; k < finder->found->len; k++) {
        guint image = placeholder_of(finder, &g_array_index(finder->found, PdFlatFound, k));
        is_taken[image == G_MAXUINT ? finder->n_lines : image] = true;
    }
    for (guint i = 0; i < finder->n_lines; i++) {
        size_t start = finder->lines[i].start;
        PdFlatFound found = {.line = i, .image = i, .credit = start, .credit_end = start, .sure = 0.9, .cue = "image"};
        if (finder->lines[i].url != SIZE_MAX && !is_taken[i])
            pd_flat_add_found(finder, &found);
    }
}

static void emit(PdFlatFinder *finder, const PdFlatFound *found, const char *caption, const char *credit,
                 const PdLimits *limits, PdArticle *out) {
    guint image = placeholder_of(finder, found);
    size_t first = pd_flat_has_caption(found) ? found->caption : found->credit;
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
static bool is_copy(GHashTable *seen, const PdFlatFound *found, const char *caption, const char *credit) {
    if (!caption)
        return false;
    g_autofree char *folded = pd_text_fold(caption);
    char *key = g_strdup_printf("%s\n%s", folded, credit ? credit : "");
    gpointer last = NULL;
    size_t at = found->caption;
    bool is_seen = g_hash_table_lookup_extended(seen, key, NULL, &last) &&
                   at <= GPOINTER_TO_SIZE(last) + strlen(key) + PD_FLAT_COPY_BYTES;
    g_hash_table_insert(seen, key, GSIZE_TO_POINTER(at));
    return is_seen;
}

static void emit_all(PdFlatFinder *finder, const PdLimits *limits, PdArticle *out) {
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint k = 0; k < finder->found->len; k++) {
        const PdFlatFound *found = &g_array_index(finder->found, PdFlatFound, k);
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
    PdFlatFinder finder = {.flat = flat,
                           .text = flat->text->str,
                           .lines = (const PdFlatLine *)(void *)flat->lines->data,
                           .n_lines = flat->lines->len,
                           .found = g_array_new(FALSE, FALSE, sizeof(PdFlatFound)),
                           .is_used = is_figure ? is_figure : is_used,
                           .max = 4 * limits->figures};
    for (guint i = 0; i < finder.n_lines; i++)
        if (!finder.is_used[i])
            pd_flat_read_line(&finder, i);
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
