/* The review (cli/review.h). Answers are lines: y or a number confirms, n rejects what is shown, 0 says that there is no
 * image, s skips, u takes the last decision back, q ends. */
#include "cli/review.h"

#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/pairs.h"

enum { SHOWN_MAX = 6, ANSWER_BYTES = 64 };

/* A figure that waits for a person. */
typedef struct {
    int64_t article_id, figure_id;
    int64_t images[SHOWN_MAX];
    guint n_images;
} Waiting;

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

static bool show(const PdMatchAnswer *answer, void *user) {
    Waiting *waiting = user;
    if (answer->figure_id != waiting->figure_id)
        return true;
    waiting->n_images = 0;
    for (guint i = 0; i < MIN(answer->pairing->pairs->len, SHOWN_MAX); i++)
        waiting->images[waiting->n_images++] = g_array_index(answer->pairing->pairs, PdPair, i).image_id;
    return pd_cli_pairing_text(answer);
}

/* The next answer without its line end; false at the end of the input. */
static bool ask(char answer[ANSWER_BYTES]) {
    pd_cli_print("[y]es, 1-6 that one, [n]o, 0 no image, [s]kip, [u]ndo, [q]uit: ");
    fflush(stdout);
    if (!fgets(answer, ANSWER_BYTES, stdin))
        return false;
    g_strstrip(answer);
    return true;
}

typedef enum { NEXT, BACK, AGAIN, END, FAILED } Step;

static Step decide(PdCatalog *catalog, const Waiting *waiting, PdDecisionKind kind, guint which, GError **error) {
    int64_t image = kind == PD_DECISION_NO_IMAGE ? 0 : waiting->images[which];
    return pd_catalog_decide(catalog, waiting->figure_id, image, kind, g_get_user_name(), NULL, error) ? NEXT : FAILED;
}

static Step reject_shown(PdCatalog *catalog, const Waiting *waiting, GError **error) {
    for (guint i = 0; i < waiting->n_images; i++)
        if (decide(catalog, waiting, PD_DECISION_REJECT, i, error) == FAILED)
            return FAILED;
    return NEXT;
}

static Step act(PdCatalog *catalog, const Waiting *waiting, const char *answer, GError **error) {
    guint number = g_ascii_isdigit(answer[0]) && !answer[1] ? (guint)(answer[0] - '0') : G_MAXUINT;
    if (strcmp(answer, "q") == 0)
        return END;
    if (strcmp(answer, "s") == 0)
        return NEXT;
    if (strcmp(answer, "u") == 0)
        return BACK;
    if (strcmp(answer, "n") == 0)
        return reject_shown(catalog, waiting, error);
    if (number == 0)
        return decide(catalog, waiting, PD_DECISION_NO_IMAGE, 0, error);
    if (strcmp(answer, "y") == 0 && waiting->n_images > 0)
        return decide(catalog, waiting, PD_DECISION_CONFIRM, 0, error);
    return number <= waiting->n_images ? decide(catalog, waiting, PD_DECISION_CONFIRM, number - 1, error) : AGAIN;
}

static bool review_one(PdCatalog *catalog, Waiting *waiting, Step *out, GError **error) {
    char answer[ANSWER_BYTES];
    if (!pd_cli_each_pairing(catalog, waiting->article_id, show, waiting, error))
        return false;
    do
        *out = ask(answer) ? act(catalog, waiting, answer, error) : END;
    while (*out == AGAIN);
    return *out != FAILED;
}

/* Takes back what was decided on the figure before, if anything was. */
static void undo(PdCatalog *catalog, const Waiting *waiting) {
    while (pd_catalog_undo(catalog, waiting->figure_id, g_get_user_name(), NULL))
        continue;
}

bool pd_cli_review(PdCatalog *catalog, int64_t article_id, GError **error) {
    g_autoptr(GArray) waiting = g_array_new(FALSE, TRUE, sizeof(Waiting));
    Step step = NEXT;
    if (!pd_cli_each_pairing(catalog, article_id, note_waiting, waiting, error))
        return false;
    for (guint i = 0; i < waiting->len && step != END;) {
        if (!review_one(catalog, &g_array_index(waiting, Waiting, i), &step, error))
            return false;
        if (step == BACK && i > 0)
            undo(catalog, &g_array_index(waiting, Waiting, --i));
        else if (step != BACK)
            i++;
    }
    pd_cli_print("\n");
    return true;
}
