/* Fits the weights of the matcher's signals: bench_fit CATALOG TRUTH [SHRINK]. The catalogue holds an archive and articles;
 * a line of TRUTH is "article's base name TAB caption TAB base names of its right images, apart by |" (nothing: it is not
 * there).
 *
 * Conditional logit: the right image against the figure's other candidates and against "none of them", shrunk towards zero,
 * fitted on two thirds of the articles; the others (by the hash of their name) only judge. Signals whose weights are argued
 * keep theirs. Prints the weights as they go into the signals' files. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/catalog.h"
#include "codec/text.h"
#include "desk/candidates.h"
#include "match/signal.h"
#include "picdesk/grammar.h"

enum { FEATURES_MAX = 96, STEPS = 1500 };
static const double PACE = 0.03;
static const char *const ARGUED[] = {"look", "supplier", "name", "neighbour"};

typedef struct {
    double x[FEATURES_MAX];
    double log_n, odds;
    bool is_right;
    char *key;
} Option;

typedef struct {
    GArray *options; /* of Option */
    bool is_held_out;
} Question;

typedef struct {
    const char *signal, *name;
    double weight;
    bool is_fixed;
} Weight;

typedef struct {
    PdCandidates *candidates;
    GHashTable *truth;
    GArray *questions; /* of Question */
} Fit;

static double shrink = 0.2;
static Weight weights[FEATURES_MAX];
static size_t n_weights = 1; /* the first is the bias */

static void insist(bool is_done, const GError *error) {
    if (is_done)
        return;
    fprintf(stderr, "bench_fit: %s\n", error ? error->message : "failed");
    exit(2);
}

/* ---- reading */

static void list_weights(bool is_installed) {
    n_weights = 1;
    weights[0] = (Weight){"bias", "bias", -7.0, false};
    for (const PdSignal *const *signal = pd_signals; *signal; signal++) {
        bool is_fixed = false;
        for (size_t i = 0; i < G_N_ELEMENTS(ARGUED); i++)
            is_fixed = is_fixed || strcmp(ARGUED[i], (*signal)->name) == 0;
        for (size_t i = 0; i < (*signal)->n_features && n_weights < FEATURES_MAX; i++) {
            const PdSignalFeature *feature = &(*signal)->features[i];
            weights[n_weights++] =
                (Weight){(*signal)->name, feature->name, is_fixed || is_installed ? feature->weight : 0.0, is_fixed};
        }
    }
}

static char *key_of(const char *article, const char *caption) {
    g_autofree char *words = pd_text_words(caption ? caption : "");
    return g_strjoin("#", article, words, NULL);
}

static GHashTable *read_truth(const char *path) {
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    GHashTable *truth = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    insist(g_file_get_contents(path, &text, NULL, &error), error);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) cells = g_strsplit(*line, "\t", 3);
        if (g_strv_length(cells) == 3)
            g_hash_table_insert(truth, key_of(cells[0], cells[1]), g_strconcat("|", cells[2], "|", NULL));
    }
    return truth;
}

static void measure(const PdMatchFigure *figure, const PdMatchImage *image, double *x) {
    size_t at = 1;
    x[0] = 1.0;
    for (const PdSignal *const *signal = pd_signals; *signal; at += (*signal)->n_features, signal++) {
        double values[PD_SIGNAL_FEATURES_MAX] = {0};
        (*signal)->measure(figure, image, values, NULL);
        memcpy(x + at, values, (*signal)->n_features * sizeof *values);
    }
}

static void add_option(Question *question, const PdMatchFigure *figure, const PdMatchImage *image, const char *right) {
    g_autofree char *name = g_path_get_basename(image->path ? image->path : "");
    g_autofree char *needle = g_strconcat("|", name, "|", NULL);
    bool is_right = strstr(right, needle) != NULL;
    for (guint i = 0; i < question->options->len; i++) {
        Option *known = &g_array_index(question->options, Option, i);
        if (strcmp(known->key, image->set_key) != 0)
            continue;
        known->log_n = log(exp(known->log_n) + 1.0);
        known->is_right = known->is_right || is_right;
        return;
    }
    Option option = {.is_right = is_right, .key = g_strdup(image->set_key)};
    measure(figure, image, option.x);
    g_array_append_val(question->options, option);
}

static bool add_question(const PdFigureRow *row, void *user) {
    Fit *fit = user;
    g_autoptr(GError) error = NULL;
    g_autofree char *article = g_path_get_basename(row->article_path);
    g_autofree char *key = key_of(article, row->figure->caption);
    const char *right = g_hash_table_lookup(fit->truth, key);
    if (!right)
        return true;
    const char *const no_ids[] = {NULL};
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GPtrArray) images = g_ptr_array_new();
    g_autoptr(PdCredit) credit =
        row->figure->credit ? pd_credit_parse(row->figure->credit, NULL, pd_limits_default()) : NULL;
    pd_desk_candidates_forget(fit->candidates);
    insist(pd_desk_candidates_find(fit->candidates, row->article, row->figure, credit, no_ids, ids, &error) &&
               pd_desk_candidates_prepare(fit->candidates, ids, images, &error),
           error);
    g_autoptr(PdMatchFigure) figure = pd_match_figure_new(row->figure_id, row->article, row->figure, credit, NULL,
                                                          pd_desk_candidates_archive(fit->candidates));
    Question question = {.options = g_array_new(FALSE, FALSE, sizeof(Option)), .is_held_out = g_str_hash(article) % 3 == 0};
    for (guint i = 0; i < images->len; i++)
        add_option(&question, figure, g_ptr_array_index(images, i), right);
    g_array_append_val(fit->questions, question);
    return true;
}

/* ---- fitting */

/* Each option's share in the probability, in odds; returns the loss. */
static double answer(const Question *question) {
    double total = 1.0, right = 1.0;
    for (guint i = 0; i < question->options->len; i++) {
        Option *option = &g_array_index(question->options, Option, i);
        double sum = option->log_n;
        for (size_t k = 0; k < n_weights; k++)
            sum += weights[k].weight * option->x[k];
        option->odds = exp(CLAMP(sum, -50.0, 50.0));
        total += option->odds;
        right = option->is_right ? option->odds : right;
    }
    for (guint i = 0; i < question->options->len; i++)
        g_array_index(question->options, Option, i).odds /= total;
    return -log(right / total);
}

static double loss_of(const GArray *questions, bool is_held_out) {
    double loss = 0.0;
    guint n = 0;
    for (guint i = 0; i < questions->len; i++) {
        const Question *question = &g_array_index(questions, Question, i);
        if (question->is_held_out == is_held_out) {
            loss += answer(question);
            n++;
        }
    }
    return n ? loss / n : 0.0;
}

static void add_gradient(const Question *question, double *gradient) {
    answer(question);
    for (guint i = 0; i < question->options->len; i++) {
        const Option *option = &g_array_index(question->options, Option, i);
        double error = option->odds - (option->is_right ? 1.0 : 0.0);
        for (size_t k = 0; k < n_weights && fabs(error) > 1e-6; k++)
            gradient[k] += error * option->x[k];
    }
}

/* Adam (Kingma, Ba 2015) over all questions that may teach. */
static void fit_weights(const GArray *questions) {
    double mean[FEATURES_MAX] = {0}, square[FEATURES_MAX] = {0};
    for (int step = 1; step <= STEPS; step++) {
        double gradient[FEATURES_MAX] = {0};
        for (guint i = 0; i < questions->len; i++)
            if (!g_array_index(questions, Question, i).is_held_out)
                add_gradient(&g_array_index(questions, Question, i), gradient);
        for (size_t k = 0; k < n_weights; k++) {
            double slope = gradient[k] + (k ? 2.0 * shrink * weights[k].weight : 0.0);
            mean[k] = 0.9 * mean[k] + 0.1 * slope;
            square[k] = 0.999 * square[k] + 0.001 * slope * slope;
            if (!weights[k].is_fixed)
                weights[k].weight -=
                    PACE * (mean[k] / (1.0 - pow(0.9, step))) / (sqrt(square[k] / (1.0 - pow(0.999, step))) + 1e-8);
        }
    }
}

int main(int argc, char **argv) {
    g_autoptr(GError) error = NULL;
    if (argc < 3) {
        fputs("usage: bench_fit CATALOG TRUTH [SHRINK]\n", stderr);
        return 2;
    }
    g_autoptr(PdCatalog) catalog = pd_catalog_open(argv[1], PD_CATALOG_WRITE, &error);
    insist(catalog != NULL, error);
    g_autoptr(PdCandidates) candidates = pd_desk_candidates_new(catalog);
    Fit fit = {candidates, read_truth(argv[2]), g_array_new(FALSE, FALSE, sizeof(Question))};
    shrink = argc > 3 ? g_ascii_strtod(argv[3], NULL) : shrink;
    list_weights(true);
    insist(pd_catalog_each_figure(catalog, 0, add_question, &fit, &error), error);
    printf("as installed: loss %.4f where fitted, %.4f held out\n", loss_of(fit.questions, false),
           loss_of(fit.questions, true));
    list_weights(false);
    fit_weights(fit.questions);
    printf("%u figures; loss %.4f where fitted, %.4f held out\n", fit.questions->len, loss_of(fit.questions, false),
           loss_of(fit.questions, true));
    for (size_t k = 0; k < n_weights; k++)
        printf("%-10s %-32s %6.2f%s\n", weights[k].signal, weights[k].name, weights[k].weight,
               weights[k].is_fixed ? "  argued" : "");
    return 0;
}
