/* The review (cli/review.h). Answers are lines: y or a number confirms, n rejects what is shown, 0 says that there is no
 * image, s skips, u goes back and takes back what was decided there in this review, q ends. */
#include "cli/review.h"

#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/pairs.h"
#include "cli/wrap.h"
#include "codec/text.h"
#include "desk/match.h"
#include "host/signal.h"
#include "host/terminal.h"
#include "picdesk/error.h"

enum { SHOWN_MAX = 6, ANSWER_BYTES = 64, LABEL_COLUMNS = 17, BELOW_COLUMNS = 21, BESIDE_COLUMNS = 72 };

/* A figure that waits for a person. */
typedef struct {
    int64_t article_id, figure_id;
    int64_t images[SHOWN_MAX];
    guint n_images;
    guint n_decided; /* decisions of this review */
} Waiting;

typedef struct {
    PdCatalog *catalog;
    PdReaders *readers;
    GArray *waiting; /* of Waiting */
    guint at;
    bool is_changed; /* since the article in work was matched */
} Review;

typedef enum { NEXT, BACK, AGAIN, END, FAILED } Step;

static bool is_open(PdPairStatus status) {
    return status == PD_PAIR_PROPOSED || status == PD_PAIR_AMBIGUOUS;
}

static bool note_waiting(const PdMatchAnswer *answer, void *user) {
    GArray *waiting = user;
    Waiting one = {.article_id = answer->article_id, .figure_id = answer->figure_id};
    if (is_open(answer->pairing->status))
        g_array_append_val(waiting, one);
    return true;
}

/* ---- showing */

/* One row of the comparison: what the figure says and what the image says; NULL = nothing. */
static void append_row(GString *out, const char *label, const char *left, const char *right, unsigned n_columns) {
    g_autofree char *figure = pd_text_printable(left ? left : ""), *image = pd_text_printable(right ? right : "");
    if (!*figure && !*image)
        return;
    g_string_append_printf(out, "    %-12s ", label);
    pd_cli_append_beside(out, figure, image, LABEL_COLUMNS, n_columns);
}

static char *said_by(const PdImage *image, PdField field) {
    return image && image->merged ? pd_merged_join(image->merged, field, "; ") : NULL;
}

/* Figure and image side by side, where the terminal is wide enough. */
static void compare(const PdMatchAnswer *answer, const PdImage *image, unsigned n_columns, GString *out) {
    g_autofree char *caption = said_by(image, PD_FIELD_CAPTION), *creators = said_by(image, PD_FIELD_CREATORS);
    g_autofree char *line = said_by(image, PD_FIELD_CREDIT), *day = said_by(image, PD_FIELD_CAPTURED_AT);
    g_autofree char *city = said_by(image, PD_FIELD_CITY);
    g_autofree char *credit = creators && line ? g_strjoin(" / ", creators, line, NULL) : g_strdup(line ? line : creators);
    append_row(out, "", "the figure", "the image", n_columns);
    append_row(out, "Caption", answer->caption, caption, n_columns);
    append_row(out, "Credit", answer->credit, credit, n_columns);
    append_row(out, "Date Created", NULL, day, n_columns);
    append_row(out, "City", NULL, city, n_columns);
}

/* What the image says, in lines below the figure's. */
static void show_image(const PdImage *image, unsigned n_columns, GString *out) {
    static const PdField FIELDS[] = {PD_FIELD_CAPTION, PD_FIELD_CREATORS, PD_FIELD_CREDIT, PD_FIELD_CAPTURED_AT,
                                     PD_FIELD_CITY};
    for (size_t i = 0; i < G_N_ELEMENTS(FIELDS); i++) {
        g_autofree char *text = said_by(image, FIELDS[i]);
        g_autofree char *shown = text ? pd_text_printable(text) : NULL;
        if (!shown)
            continue;
        g_string_append_printf(out, "        %-12s ", pd_field_info(FIELDS[i])->label);
        pd_cli_append_wrapped(out, shown, BELOW_COLUMNS, n_columns);
    }
}

/* The figure, then its images; the first of them is compared with it. */
static void append_answer(Review *review, Waiting *waiting, const PdMatchAnswer *answer, GString *out) {
    unsigned n_columns = pd_terminal_columns();
    bool is_beside = n_columns >= BESIDE_COLUMNS, is_proposed = answer->pairing->status == PD_PAIR_PROPOSED;
    guint n = MIN(answer->pairing->pairs->len, is_proposed ? 1 : SHOWN_MAX); /* "n" speaks of what is shown */
    if (is_beside && n)
        pd_cli_append_place(out, answer);
    else
        pd_cli_append_figure(out, answer, n_columns);
    for (waiting->n_images = 0; waiting->n_images < n; waiting->n_images++) {
        guint i = waiting->n_images;
        waiting->images[i] = g_array_index(answer->pairing->pairs, PdPair, i).image_id;
        g_autoptr(PdImage) image = i == 0 ? pd_catalog_image(review->catalog, waiting->images[0], NULL) : NULL;
        if (i == 0 && is_beside)
            compare(answer, image, n_columns, out);
        g_string_append_printf(out, "  %u.", i + 1);
        pd_cli_append_pair(out, answer, i, n_columns);
        if (i == 0 && !is_beside)
            show_image(image, n_columns, out);
    }
}

static bool show(const PdMatchAnswer *answer, void *user) {
    Review *review = user;
    Waiting *waiting = &g_array_index(review->waiting, Waiting, review->at);
    if (answer->figure_id != waiting->figure_id)
        return true;
    g_autoptr(GString) out = g_string_new(NULL);
    g_string_append_printf(out, "\nFigure %u of %u\n", review->at + 1, review->waiting->len);
    append_answer(review, waiting, answer, out);
    pd_cli_print(out->str);
    return false;
}

/* ---- asking */

/* The next answer without its line end; false at the end of the input. */
static bool ask(const Waiting *waiting, char answer[ANSWER_BYTES]) {
    g_autofree char *others = waiting->n_images > 1 ? g_strdup_printf("1-%u that one, ", waiting->n_images) : g_strdup("");
    g_autofree char *prompt =
        g_strdup_printf("[y]es, %s[n]o, [0] no image fits, [s]kip, [u]ndo, [q]uit, [?] help: ", others);
    pd_cli_print(prompt);
    fflush(stdout);
    if (pd_signal_pending() || !fgets(answer, ANSWER_BYTES, stdin))
        return false;
    if (!strchr(answer, '\n'))
        for (int c = getchar(); c != '\n' && c != EOF;)
            c = getchar();
    g_strstrip(answer);
    return true;
}

static Step decide(Review *review, Waiting *waiting, PdDecisionKind kind, guint which, GError **error) {
    int64_t image = kind == PD_DECISION_NO_IMAGE ? 0 : waiting->images[which];
    if (!pd_catalog_decide(review->catalog, waiting->figure_id, image, kind, g_get_user_name(), NULL, error))
        return FAILED;
    waiting->n_decided++;
    review->is_changed = true;
    return NEXT;
}

static Step reject_shown(Review *review, Waiting *waiting, GError **error) {
    for (guint i = 0; i < waiting->n_images; i++)
        if (decide(review, waiting, PD_DECISION_REJECT, i, error) == FAILED)
            return FAILED;
    return NEXT;
}

static Step help(void) {
    pd_cli_print("  y      the first image stands in this figure\n"
                 "  1, 2…  that image stands in it\n"
                 "  n      none of the images shown does; others may\n"
                 "  0      no image of the catalogue does, and none need be looked for\n"
                 "  s      leave it for another time\n"
                 "  u      back to the figure before; what was decided there is taken back\n"
                 "  q      end; all that was decided is kept\n");
    return AGAIN;
}

static Step act(Review *review, Waiting *waiting, const char *answer, GError **error) {
    char key = answer[0] && !answer[1] ? g_ascii_tolower(answer[0]) : '\0';
    guint number = g_ascii_isdigit(key) ? (guint)(key - '0') : G_MAXUINT;
    if (number == 0)
        return decide(review, waiting, PD_DECISION_NO_IMAGE, 0, error);
    if (number <= waiting->n_images)
        return decide(review, waiting, PD_DECISION_CONFIRM, number - 1, error);
    switch (key) {
    case 'y':
        return waiting->n_images > 0 ? decide(review, waiting, PD_DECISION_CONFIRM, 0, error) : AGAIN;
    case 'n':
        return reject_shown(review, waiting, error);
    case 's':
        return NEXT;
    case 'u':
        if (review->at > 0)
            return BACK;
        pd_cli_print("This is the first figure.\n");
        return AGAIN;
    case 'q':
        return END;
    default:
        return help();
    }
}

/* Decisions speak for the article's other figures: what is shown next knows of them. */
static bool match_again(Review *review, int64_t article_id, GError **error) {
    PdMatchRun run = {.article_id = article_id, .readers = review->readers};
    PdMatchCount count;
    bool is_due = review->is_changed;
    review->is_changed = false;
    return !is_due || pd_desk_match(review->catalog, &run, &count, error);
}

static bool review_one(Review *review, Step *out, GError **error) {
    Waiting *waiting = &g_array_index(review->waiting, Waiting, review->at);
    char answer[ANSWER_BYTES];
    if (!pd_desk_each_pairing(review->catalog, waiting->article_id, show, review, error))
        return false;
    do
        *out = ask(waiting, answer) ? act(review, waiting, answer, error) : END;
    while (*out == AGAIN);
    return *out != FAILED && match_again(review, waiting->article_id, error);
}

/* Goes back, and takes back what was decided there in this review. */
static bool undo(Review *review, GError **error) {
    Waiting *before = &g_array_index(review->waiting, Waiting, --review->at);
    for (; before->n_decided > 0; before->n_decided--) {
        if (!pd_catalog_undo(review->catalog, before->figure_id, g_get_user_name(), error))
            return false;
        review->is_changed = true;
    }
    return match_again(review, before->article_id, error);
}

static void print_count(const Review *review) {
    guint decided = 0;
    for (guint i = 0; i < review->waiting->len; i++)
        decided += g_array_index(review->waiting, Waiting, i).n_decided > 0;
    g_autofree char *line =
        g_strdup_printf("\n%u of %u figures decided; 'picdesk pair list' shows them\n", decided, review->waiting->len);
    pd_cli_print(line);
}

bool pd_cli_review(PdCatalog *catalog, PdReaders *readers, int64_t article_id, GError **error) {
    g_autoptr(GArray) waiting = g_array_new(FALSE, TRUE, sizeof(Waiting));
    Review review = {.catalog = catalog, .readers = readers, .waiting = waiting};
    Step step = NEXT;
    if (!pd_desk_each_pairing(catalog, article_id, note_waiting, waiting, error))
        return false;
    while (review.at < waiting->len && step != END) {
        if (!review_one(&review, &step, error))
            return false;
        if (step == BACK && !undo(&review, error))
            return false;
        review.at += step == NEXT;
    }
    print_count(&review);
    if (!pd_signal_pending())
        return true;
    g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED, "the review was interrupted; what was decided is kept");
    return false;
}
