/* Scoring, ambiguous sets and assignment over an article.
 *
 * The candidates of a figure and the case "none of them" share one probability (conditional logit): exp(log-odds) of each
 * set against the sum of all and of NONE. So a pair's score falls when another image fits as well, and a figure whose
 * picture the archive does not hold stays below the threshold.
 */
#include "match/match.h"

#include <math.h>
#include <string.h>

#include "match/look.h"
#include "match/signal.h"

/* Fitted beside the weights: what a pair must outweigh to be likelier than "none". */
static const double BIAS = -7.20;
/* Each frame is one more chance that the set is meant: n frames weigh n times. */
static const double SIZE_WEIGHT = 1.00;
/* From here on a pair is proposed: a wrong proposal costs a desk more than a missing one; below it, a figure whose likeliest
 * few sets together reach LIKELY is ambiguous. */
static const double PROPOSE = 0.6, LIKELY = 0.6;
/* Pairs as sure as this speak for their neighbours. */
static const double SURE = 0.85;

/* What weighs less is not worth a line of evidence. */
static const double SAID_FROM = 0.05;

enum { SHOWN_MAX = 6, ROUNDS = 2 };

double pd_match_weigh(const PdMatchFigure *figure, const PdMatchImage *image, GArray *evidence) {
    double sum = BIAS;
    for (const PdSignal *const *signal = pd_signals; *signal; signal++) {
        double values[PD_SIGNAL_FEATURES_MAX] = {0};
        g_autoptr(GString) detail = evidence ? g_string_new(NULL) : NULL;
        (*signal)->measure(figure, image, values, detail);
        double weight = 0.0;
        for (size_t i = 0; i < (*signal)->n_features; i++)
            weight += (*signal)->features[i].weight * values[i];
        sum += weight;
        if (evidence && detail->len && fabs(weight) >= SAID_FROM) {
            PdEvidence one = {.signal = (*signal)->name, .detail = g_strdup(detail->str), .weight = weight};
            g_array_append_val(evidence, one);
        }
    }
    return sum;
}

static uint32_t mix(uint32_t hash, const char *text) {
    for (; *text; text++)
        hash = (hash ^ (uint8_t)*text) * 16777619u; /* FNV-1a */
    return hash;
}

uint32_t pd_match_version(void) {
    uint32_t hash = 2166136261u;
    for (const PdSignal *const *signal = pd_signals; *signal; signal++) {
        hash = mix(hash, (*signal)->name);
        for (size_t i = 0; i < (*signal)->n_features; i++) {
            char weight[G_ASCII_DTOSTR_BUF_SIZE];
            hash = mix(mix(hash, (*signal)->features[i].name),
                       g_ascii_dtostr(weight, sizeof weight, (*signal)->features[i].weight));
        }
    }
    return hash;
}

/* Frames that nothing tells apart, as candidates of one figure. */
typedef struct {
    const char *key;
    GArray *frames; /* of Frame, likeliest first */
    double odds;    /* log-odds of the set */
    double score;   /* its probability, after shares() */
} Set;

typedef struct {
    const PdMatchImage *image;
    double odds;
} Frame;

typedef struct {
    const PdMatchTask *task;
    GArray *sets;      /* of Set, likeliest first */
    const Set *chosen; /* (nullable) */
} Answer;

static void set_clear(Set *set) {
    g_array_unref(set->frames);
}

static int by_odds(gconstpointer a, gconstpointer b) {
    const Frame *left = a, *right = b;
    if (left->odds != right->odds)
        return left->odds < right->odds ? 1 : -1;
    return left->image->id < right->image->id ? -1 : left->image->id > right->image->id;
}

static int by_set_odds(gconstpointer a, gconstpointer b) {
    const Set *left = a, *right = b;
    if (left->odds != right->odds)
        return left->odds < right->odds ? 1 : -1;
    return strcmp(left->key, right->key);
}

/* Weighs all candidates of a figure and puts them into sets. Only the figure's companions change from round to round. */
static void answer_weigh(Answer *answer, int round) {
    const PdMatchTask *task = answer->task;
    answer->chosen = NULL;
    if (round > 0 && task->figure->companions->len == 0)
        return;
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal); /* key -> index + 1 */
    g_array_set_size(answer->sets, 0);
    for (guint i = 0; i < task->images->len; i++) {
        const PdMatchImage *image = g_ptr_array_index(task->images, i);
        Frame frame = {.image = image, .odds = pd_match_weigh(task->figure, image, NULL)};
        guint at = GPOINTER_TO_UINT(g_hash_table_lookup(known, image->set_key));
        if (!at) {
            Set set = {.key = image->set_key, .frames = g_array_new(FALSE, FALSE, sizeof(Frame))};
            g_array_append_val(answer->sets, set);
            at = answer->sets->len;
            g_hash_table_insert(known, image->set_key, GUINT_TO_POINTER(at));
        }
        g_array_append_val(g_array_index(answer->sets, Set, at - 1).frames, frame);
    }
    for (guint i = 0; i < answer->sets->len; i++) {
        Set *set = &g_array_index(answer->sets, Set, i);
        g_array_sort(set->frames, by_odds);
        set->odds = g_array_index(set->frames, Frame, 0).odds + SIZE_WEIGHT * log(set->frames->len);
    }
    g_array_sort(answer->sets, by_set_odds);
}

/* Whether the figure's own copy was made from a frame of the set: two copies of one picture may stand in an article. */
static bool is_seen(const Set *set, const PdMatchFigure *figure) {
    for (guint i = 0; figure->looks && i < set->frames->len; i++) {
        const double *likeness = g_hash_table_lookup(figure->looks, &g_array_index(set->frames, Frame, i).image->id);
        if (likeness && *likeness >= PD_LOOK_SAME)
            return true;
    }
    return false;
}

/* Whether another figure of the article has taken the set. Figures with one and the same caption may share its frames. */
static bool is_taken(const Set *set, const Answer *by, const Answer *answers, size_t n) {
    if (is_seen(set, by->task->figure))
        return false;
    for (size_t i = 0; i < n; i++) {
        const Answer *other = &answers[i];
        if (other == by || !other->chosen || strcmp(other->chosen->key, set->key) != 0)
            continue;
        bool is_same_caption = strcmp(other->task->figure->caption_words, by->task->figure->caption_words) == 0;
        if (!is_same_caption || set->frames->len < 2 || by->task->figure->caption_words[1] == '\0')
            return true;
    }
    return false;
}

/* Gives every set of a figure its share of the probability; a set that another figure has taken gets none. */
static const Set *shares(Answer *answer, const Answer *answers, size_t n) {
    double total = 1.0; /* exp(0): none of them */
    const Set *best = NULL;
    for (guint i = 0; i < answer->sets->len; i++) {
        Set *set = &g_array_index(answer->sets, Set, i);
        set->score = is_taken(set, answer, answers, n) ? 0.0 : exp(MIN(set->odds, 50.0));
        total += set->score;
    }
    for (guint i = 0; i < answer->sets->len; i++) {
        Set *set = &g_array_index(answer->sets, Set, i);
        set->score /= total;
        if (!best || set->score > best->score)
            best = set;
    }
    return best;
}

/* The surest pair of figure and set first, then the next: one image for one figure. */
static void assign(Answer *answers, size_t n) {
    for (size_t i = 0; i < n; i++) {
        answers[i].chosen = NULL;
        if (answers[i].task->is_decided && answers[i].sets->len) {
            Set *decided = &g_array_index(answers[i].sets, Set, 0);
            decided->score = 1.0;
            answers[i].chosen = decided;
        }
    }
    for (size_t round = 0; round < n; round++) {
        Answer *surest = NULL;
        const Set *choice = NULL;
        for (size_t i = 0; i < n; i++) {
            const Set *best = answers[i].chosen ? NULL : shares(&answers[i], answers, n);
            if (best && best->score >= PROPOSE && (!choice || best->score > choice->score)) {
                choice = best;
                surest = &answers[i];
            }
        }
        if (!surest)
            return;
        surest->chosen = choice;
    }
}

/* The sure images of the other figures: a figure's own choice must not speak for that choice's rivals. */
static void gather_companions(const Answer *answers, size_t n, size_t but, GArray *out) {
    g_array_set_size(out, 0);
    for (size_t i = 0; i < n; i++) {
        if (i == but || !answers[i].chosen || answers[i].chosen->score < SURE)
            continue;
        const PdMatchImage *image = g_array_index(answers[i].chosen->frames, Frame, 0).image;
        g_array_append_val(out, image);
    }
}

static void add_pair(PdPairing *out, const PdMatchTask *task, const Frame *frame, double score) {
    PdPair pair = {.image_id = frame->image->id, .score = score};
    GArray *evidence = g_array_new(FALSE, FALSE, sizeof(PdEvidence));
    pd_match_weigh(task->figure, frame->image, evidence);
    pair.n_evidence = evidence->len;
    pair.evidence = (PdEvidence *)(void *)g_array_free(evidence, FALSE);
    g_array_append_val(out->pairs, pair);
}

static void add_set(PdPairing *out, const PdMatchTask *task, const Set *set) {
    for (guint i = 0; i < set->frames->len && out->pairs->len < SHOWN_MAX; i++)
        add_pair(out, task, &g_array_index(set->frames, Frame, i), set->score);
}

/* The chosen set's frames first, then the others by share. */
static void fill(const Answer *answer, PdPairing *out) {
    double likely = 0.0;
    if (answer->chosen)
        add_set(out, answer->task, answer->chosen);
    for (guint i = 0; i < answer->sets->len && out->pairs->len < SHOWN_MAX; i++) {
        const Set *set = &g_array_index(answer->sets, Set, i);
        if (set == answer->chosen || set->score <= 0.0)
            continue;
        likely += set->score;
        add_set(out, answer->task, set);
    }
    if (answer->chosen)
        out->status = answer->chosen->frames->len > 1 ? PD_PAIR_AMBIGUOUS : PD_PAIR_PROPOSED;
    else
        out->status = likely >= LIKELY ? PD_PAIR_AMBIGUOUS : PD_PAIR_UNMATCHED;
}

static void answers_init(Answer *answers, const PdMatchTask *tasks, size_t n) {
    for (size_t i = 0; i < n; i++) {
        answers[i].task = &tasks[i];
        answers[i].sets = g_array_new(FALSE, FALSE, sizeof(Set));
        g_array_set_clear_func(answers[i].sets, (GDestroyNotify)set_clear);
        tasks[i].figure->companions = g_array_new(FALSE, FALSE, sizeof(const PdMatchImage *));
    }
}

static void answers_done(Answer *answers, size_t n) {
    for (size_t i = 0; i < n; i++) {
        g_array_unref(answers[i].sets);
        g_clear_pointer(&answers[i].task->figure->companions, g_array_unref);
    }
}

void pd_match_article(const PdMatchTask *tasks, size_t n, PdPairing *out) {
    g_autofree Answer *answers = g_new0(Answer, n);
    answers_init(answers, tasks, n);
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < n && round > 0; i++)
            gather_companions(answers, n, i, tasks[i].figure->companions);
        for (size_t i = 0; i < n; i++)
            answer_weigh(&answers[i], round);
        assign(answers, n);
    }
    for (size_t i = 0; i < n; i++) {
        if (!tasks[i].is_decided)
            shares(&answers[i], answers, n);
        fill(&answers[i], &out[i]);
    }
    answers_done(answers, n);
}
