/* Fits the weights of the matcher's signals and lets them answer for articles that did not teach them:
 *
 *     bench_fit [--shrink X] [--installed] [--answers FOLDER] CATALOG TRUTH [CATALOG TRUTH]...
 *
 * A catalogue holds an archive and articles; a line of TRUTH is "article's base name TAB caption TAB base names of its right
 * images, apart by | (nothing: it is not there) [TAB group]". The articles are parted into three by the hash of their group
 * (their name where there is none): the weights are fitted on two parts and judged on the third, three times, then on all.
 *
 * Conditional logit: the right image against the figure's other candidates and against "none of them", shrunk towards zero;
 * evidence for a pair never gets a weight against it, nor the other way round. Signals whose weights are argued keep theirs.
 * Prints the losses, and the weights as they go into the signals' files. FOLDER gets what the whole matcher answers with the
 * weights of each part left out ("0.0.jsonl": the first part left out, the first catalogue) and of all ("all.0.jsonl").
 * --installed judges the weights in the signals' files by the same parts and fits none. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/catalog.h"
#include "codec/json.h"
#include "codec/text.h"
#include "desk/candidates.h"
#include "desk/match.h"
#include "match/signal.h"
#include "picdesk/grammar.h"

enum { FEATURES_MAX = 96, STEPS = 600, PARTS = 3, NO_PART = -1 };
static const double PACE = 0.05;

/* Signals and features whose weights are argued in their files; signals that may count either way; features that may count
 * only against. */
static const char *const ARGUED[] = {"look",
                                     "supplier",
                                     "same stem",
                                     "words in url",
                                     "neighbour",
                                     "neither day nor text",
                                     "nearly all words",
                                     "the caption's day",
                                     "not the caption's day",
                                     "taken after publication",
                                     "shared scenes",
                                     "scenes of the title",
                                     NULL};
static const char *const EITHER_WAY[] = {"bias", "time", NULL};
static const char *const AGAINST[] = {"nothing shared",
                                      "names missing",
                                      "no rare word",
                                      "other creator",
                                      "other agency",
                                      "nothing but a day",
                                      "city nowhere",
                                      "country nowhere",
                                      "not the caption's day",
                                      "taken after publication",
                                      NULL};

typedef struct {
    guint feature;
    double x;
} Value;

typedef struct {
    double log_n, odds;
    bool is_right;
    guint first, n; /* of its values that are not 0, in Question.values */
    char *key;
} Option;

typedef struct {
    GArray *options; /* of Option */
    GArray *values;  /* of Value */
    int part;
} Question;

typedef struct {
    const char *signal;
    double installed, lowest, highest;
    bool is_fixed;
} Weight;

typedef struct {
    PdCatalog *catalog;
    PdCandidates *candidates;
    GHashTable *truth;  /* article and caption -> right images */
    GHashTable *groups; /* article -> group */
    GArray *questions;  /* of Question; of all catalogues */
} Bench;

static double shrink = 1.0;

static void insist(bool is_done, const GError *error) {
    if (is_done)
        return;
    fprintf(stderr, "bench_fit: %s\n", error ? error->message : "failed");
    exit(2);
}

/* ---- the matcher's signals, with weights that change: this table stands in for match/signals.c. */

#define PD_ROW(name) extern const PdSignal pd_signal_##name;
#include "match/signals.def"
#undef PD_ROW

enum {
#define PD_ROW(name) AT_##name,
#include "match/signals.def"
#undef PD_ROW
    AT_BIAS,
    N_SIGNALS
};

static PdSignal signals[N_SIGNALS];
static PdSignalFeature features[FEATURES_MAX];
static Weight weights[FEATURES_MAX];
static size_t n_features;

const PdSignal *const pd_signals[] = {
#define PD_ROW(name) &signals[AT_##name],
#include "match/signals.def"
#undef PD_ROW
    &signals[AT_BIAS],
    NULL,
};

static void measure_bias(const PdMatchFigure *figure, const PdMatchImage *image, double *values, GString *detail) {
    (void)figure;
    (void)image;
    (void)detail;
    values[0] = 1.0;
}

static bool is_among(const char *name, const char *const *names) {
    return g_strv_contains(names, name);
}

static void add_signal(size_t at, const PdSignal *signal) {
    signals[at] = *signal;
    signals[at].features = &features[n_features];
    for (size_t i = 0; i < signal->n_features && n_features < FEATURES_MAX; i++) {
        const PdSignalFeature *feature = &signal->features[i];
        bool is_either = is_among(signal->name, EITHER_WAY) && !is_among(feature->name, AGAINST);
        bool is_against = is_among(feature->name, AGAINST);
        weights[n_features] = (Weight){.signal = signal->name,
                                       .installed = feature->weight,
                                       .lowest = is_either || is_against ? -100.0 : 0.0,
                                       .highest = is_against ? 0.0 : 100.0,
                                       .is_fixed = is_among(signal->name, ARGUED) || is_among(feature->name, ARGUED)};
        features[n_features++] = *feature;
    }
}

/* The matcher's own bias stands in every sum; the feature is what is added to it. */
static void list_signals(void) {
    static const PdSignalFeature BIAS[] = {{"added to the bias", 0.0}};
    static const PdSignal bias = {"bias", "", BIAS, G_N_ELEMENTS(BIAS), measure_bias};
#define PD_ROW(name) add_signal(AT_##name, &pd_signal_##name);
#include "match/signals.def"
#undef PD_ROW
    add_signal(AT_BIAS, &bias);
}

/* ---- reading */

static char *key_of(const char *article, const char *caption) {
    g_autofree char *words = pd_text_words(caption ? caption : "");
    return g_strjoin("#", article, words, NULL);
}

static void read_truth(const char *path, Bench *bench) {
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    insist(g_file_get_contents(path, &text, NULL, &error), error);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) cells = g_strsplit(*line, "\t", 4);
        guint n = g_strv_length(cells);
        if (n < 3)
            continue;
        g_hash_table_insert(bench->truth, key_of(cells[0], cells[1]), g_strconcat("|", cells[2], "|", NULL));
        g_hash_table_insert(bench->groups, g_strdup(cells[0]), g_strdup(n > 3 ? cells[3] : cells[0]));
    }
}

static void keep_values(Question *question, Option *option, const PdMatchFigure *figure, const PdMatchImage *image) {
    guint at = 0;
    option->first = question->values->len;
    for (size_t s = 0; s < N_SIGNALS; s++) {
        double values[PD_SIGNAL_FEATURES_MAX] = {0};
        signals[s].measure(figure, image, values, NULL);
        for (size_t i = 0; i < signals[s].n_features; i++, at++) {
            Value value = {at, values[i]};
            if (values[i] != 0.0)
                g_array_append_val(question->values, value);
        }
    }
    option->n = question->values->len - option->first;
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
    keep_values(question, &option, figure, image);
    g_array_append_val(question->options, option);
}

static int part_of(const Bench *bench, const char *article) {
    const char *group = g_hash_table_lookup(bench->groups, article);
    return (int)(g_str_hash(group ? group : article) % PARTS);
}

static bool add_question(const PdFigureRow *row, void *user) {
    Bench *bench = user;
    g_autoptr(GError) error = NULL;
    g_autofree char *article = g_path_get_basename(row->article_path);
    g_autofree char *key = key_of(article, row->figure->caption);
    const char *right = g_hash_table_lookup(bench->truth, key);
    if (!right)
        return true;
    const char *const no_ids[] = {NULL};
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GPtrArray) images = g_ptr_array_new();
    g_autoptr(PdCredit) credit =
        row->figure->credit ? pd_credit_parse(row->figure->credit, NULL, pd_limits_default()) : NULL;
    pd_desk_candidates_forget(bench->candidates);
    insist(pd_desk_candidates_find(bench->candidates, row->article, row->figure, credit, no_ids, ids, &error) &&
               pd_desk_candidates_prepare(bench->candidates, ids, images, &error),
           error);
    g_autoptr(PdMatchFigure) figure = pd_match_figure_new(row->figure_id, row->article, row->figure, credit, NULL,
                                                          pd_desk_candidates_archive(bench->candidates));
    Question question = {.options = g_array_new(FALSE, FALSE, sizeof(Option)),
                         .values = g_array_new(FALSE, FALSE, sizeof(Value)),
                         .part = part_of(bench, article)};
    for (guint i = 0; i < images->len; i++)
        add_option(&question, figure, g_ptr_array_index(images, i), right);
    g_array_append_val(bench->questions, question);
    return true;
}

static void bench_open(Bench *bench, const char *catalog, const char *truth, GArray *questions) {
    g_autoptr(GError) error = NULL;
    bench->catalog = pd_catalog_open(catalog, PD_CATALOG_WRITE, &error);
    insist(bench->catalog != NULL, error);
    bench->candidates = pd_desk_candidates_new(bench->catalog);
    bench->truth = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    bench->groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    bench->questions = questions;
    read_truth(truth, bench);
    insist(pd_catalog_each_figure(bench->catalog, 0, add_question, bench, &error), error);
}

/* ---- fitting */

static double odds_of(const Question *question, const Option *option) {
    double sum = option->log_n + pd_match_bias();
    for (guint i = option->first; i < option->first + option->n; i++) {
        Value value = g_array_index(question->values, Value, i);
        sum += features[value.feature].weight * value.x;
    }
    return exp(CLAMP(sum, -50.0, 50.0));
}

/* Each option's share in the probability, in odds; returns the loss. */
static double answer(const Question *question) {
    double total = 1.0, right = 1.0;
    for (guint i = 0; i < question->options->len; i++) {
        Option *option = &g_array_index(question->options, Option, i);
        option->odds = odds_of(question, option);
        total += option->odds;
        right = option->is_right ? option->odds : right;
    }
    for (guint i = 0; i < question->options->len; i++)
        g_array_index(question->options, Option, i).odds /= total;
    return -log(right / total);
}

/* The mean loss of the questions in one part, or outside it. */
static double loss_of(const GArray *questions, int part, bool is_inside) {
    double loss = 0.0;
    guint n = 0;
    for (guint i = 0; i < questions->len; i++) {
        const Question *question = &g_array_index(questions, Question, i);
        if ((question->part == part) != is_inside)
            continue;
        loss += answer(question);
        n++;
    }
    return n ? loss / n : 0.0;
}

static void add_gradient(const Question *question, double *gradient) {
    answer(question);
    for (guint i = 0; i < question->options->len; i++) {
        const Option *option = &g_array_index(question->options, Option, i);
        double error = option->odds - (option->is_right ? 1.0 : 0.0);
        for (guint k = option->first; k < option->first + option->n && fabs(error) > 1e-6; k++) {
            Value value = g_array_index(question->values, Value, k);
            gradient[value.feature] += error * value.x;
        }
    }
}

/* Adam (Kingma, Ba 2015) over all questions but those of one part; a weight stays on its side of zero. */
static void fit_weights(const GArray *questions, int part_left_out) {
    double mean[FEATURES_MAX] = {0}, square[FEATURES_MAX] = {0};
    for (size_t k = 0; k < n_features; k++)
        features[k].weight = weights[k].installed;
    for (int step = 1; step <= STEPS; step++) {
        double gradient[FEATURES_MAX] = {0}, pace = step > STEPS * 2 / 3 ? PACE / 5.0 : PACE;
        for (guint i = 0; i < questions->len; i++)
            if (g_array_index(questions, Question, i).part != part_left_out)
                add_gradient(&g_array_index(questions, Question, i), gradient);
        for (size_t k = 0; k < n_features; k++) {
            bool is_bias = strcmp(weights[k].signal, "bias") == 0;
            double slope = gradient[k] + (is_bias ? 0.0 : 2.0 * shrink * features[k].weight);
            mean[k] = 0.9 * mean[k] + 0.1 * slope;
            square[k] = 0.999 * square[k] + 0.001 * slope * slope;
            double move = pace * (mean[k] / (1.0 - pow(0.9, step))) / (sqrt(square[k] / (1.0 - pow(0.999, step))) + 1e-8);
            if (!weights[k].is_fixed)
                features[k].weight = CLAMP(features[k].weight - move, weights[k].lowest, weights[k].highest);
        }
    }
}

/* ---- answering with the weights as they are */

static bool write_answer(const PdMatchAnswer *answer, void *user) {
    const PdPairing *pairing = answer->pairing;
    g_autoptr(GString) line = g_string_new(NULL);
    PdJson json = pd_json(line);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "article", answer->article_path);
    pd_json_member_int(&json, "figure", answer->position);
    pd_json_member_string(&json, "caption", answer->caption);
    pd_json_member_string(&json, "status", pd_pair_status_name(pairing->status));
    pd_json_member_string(&json, "image", pairing->pairs->len ? answer->paths[0] : NULL);
    pd_json_member_double(&json, "score", pairing->pairs->len ? g_array_index(pairing->pairs, PdPair, 0).score : 0.0, 4);
    pd_json_key(&json, "alternatives");
    pd_json_begin_array(&json);
    for (guint i = 1; i < pairing->pairs->len; i++) {
        pd_json_begin_object(&json);
        pd_json_member_string(&json, "image", answer->paths[i]);
        pd_json_member_double(&json, "score", g_array_index(pairing->pairs, PdPair, i).score, 4);
        pd_json_end_object(&json);
    }
    pd_json_end_array(&json);
    pd_json_end_object(&json);
    return fprintf(user, "%s\n", line->str) > 0;
}

static void write_answers(PdCatalog *catalog, const char *folder, const char *name, int at) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_strdup_printf("%s/%s.%d.jsonl", folder, name, at);
    FILE *out = fopen(path, "w");
    insist(out != NULL, NULL);
    PdMatchRun run = {.is_dry_run = true, .is_full = true, .func = write_answer, .user = out};
    PdMatchCount count;
    insist(pd_desk_match(catalog, &run, &count, &error), error);
    insist(fclose(out) == 0, NULL);
}

/* ---- the run */

static void print_weights(void) {
    for (size_t k = 0; k < n_features; k++)
        printf("%-10s %-32s %6.2f  was %6.2f%s\n", weights[k].signal, features[k].name, features[k].weight,
               weights[k].installed, weights[k].is_fixed ? "  argued" : "");
    printf("bias: %.2f in all\n", pd_match_bias() + features[n_features - 1].weight);
}

static void run_part(const Bench *benches, int n, const GArray *questions, int part, bool is_fitting, const char *folder) {
    g_autofree char *name = part == NO_PART ? g_strdup("all") : g_strdup_printf("%d", part);
    if (is_fitting)
        fit_weights(questions, part);
    if (part == NO_PART)
        printf("all: loss %.4f\n", loss_of(questions, part, false));
    else
        printf("part %d left out: loss %.4f where fitted, %.4f left out\n", part, loss_of(questions, part, false),
               loss_of(questions, part, true));
    for (int i = 0; i < n && folder; i++)
        write_answers(benches[i].catalog, folder, name, i);
}

int main(int argc, char **argv) {
    g_autofree char *folder = NULL;
    gboolean is_installed = FALSE;
    const GOptionEntry entries[] = {
        {"shrink", 0, 0, G_OPTION_ARG_DOUBLE, &shrink, "how strongly weights are drawn to zero", "X"},
        {"installed", 0, 0, G_OPTION_ARG_NONE, &is_installed, "fit none, judge the weights as they are", NULL},
        {"answers", 0, 0, G_OPTION_ARG_FILENAME, &folder, "where the whole matcher's answers go", "FOLDER"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GOptionContext) context = g_option_context_new("CATALOG TRUTH [CATALOG TRUTH]...");
    g_autoptr(GError) error = NULL;
    g_option_context_add_main_entries(context, entries, NULL);
    insist(g_option_context_parse(context, &argc, &argv, &error), error);
    int n = (argc - 1) / 2;
    if (n < 1) {
        fputs("usage: bench_fit [--shrink X] [--installed] [--answers FOLDER] CATALOG TRUTH [CATALOG TRUTH]...\n", stderr);
        return 2;
    }
    list_signals();
    g_autofree Bench *benches = g_new0(Bench, (gsize)n);
    g_autoptr(GArray) questions = g_array_new(FALSE, FALSE, sizeof(Question));
    for (int i = 0; i < n; i++)
        bench_open(&benches[i], argv[1 + 2 * i], argv[2 + 2 * i], questions);
    printf("%u figures\n", questions->len);
    for (int part = 0; part < PARTS; part++)
        run_part(benches, n, questions, part, !is_installed, folder);
    run_part(benches, n, questions, NO_PART, !is_installed, folder);
    print_weights();
    return 0;
}
