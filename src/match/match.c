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
static const double BIAS = -5.42;
/* Each frame is one more chance that the set is meant: n frames weigh n times. */
static const double SIZE_WEIGHT = 1.00;
/* The weights are fitted figure by figure and shrunk; what the figures of an article tell of each other comes on top.
 * Without these two the scores were too modest: of the pairs scored 0.75, 94 in a hundred were right (articles not fitted
 * on). */
static const double SHARPEN = 1.2, TOGETHER = 0.3;
/* From here on a pair is proposed: a wrong proposal costs a desk more than a missing one; below it, a figure whose likeliest
 * few sets together reach LIKELY is ambiguous. */
static const double PROPOSE = 0.6, LIKELY = 0.6;
/* Pairs as sure as this speak for their neighbours. */
static const double SURE = 0.70;

/* What weighs less is not worth a line of evidence. */
static const double SAID_FROM = 0.05;

static const double ODDS_MAX = 50.0;

enum { SHOWN_MAX = 6, ROUNDS = 2, TURNS = 30 };

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

double pd_match_bias(void) {
    return BIAS;
}

static uint32_t mix_number(uint32_t hash, double number) {
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    return mix(hash, g_ascii_dtostr(text, sizeof text, number));
}

uint32_t pd_match_version(void) {
    const double own[] = {BIAS, SIZE_WEIGHT, SHARPEN, TOGETHER, PROPOSE, LIKELY, SURE, TURNS};
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
        hash = mix_number(hash, own[i]);
    for (const PdSignal *const *signal = pd_signals; *signal; signal++) {
        hash = mix(hash, (*signal)->name);
        for (size_t i = 0; i < (*signal)->n_features; i++)
            hash = mix_number(mix(hash, (*signal)->features[i].name), (*signal)->features[i].weight);
    }
    return hash;
}

/* Frames that nothing tells apart, as candidates of one figure. */
typedef struct {
    const char *key;
    GArray *frames; /* of Frame, likeliest first */
    double odds;    /* log-odds of the set */
    double weight;  /* their exponential */
    double claim;   /* how much the figure asks for it, of what others leave free */
    double freedom; /* 1 when no other figure asks for it, 0 when another has it */
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

static int by_set_score(gconstpointer a, gconstpointer b) {
    const Set *left = a, *right = b;
    if (left->score != right->score)
        return left->score < right->score ? 1 : -1;
    return by_set_odds(a, b);
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

/* Whether two figures may both show a set: frames of a burst under one and the same caption. */
static bool may_share(const Set *set, const Answer *one, const Answer *other) {
    const char *caption = one->task->figure->caption_words;
    return set->frames->len > 1 && caption[1] != '\0' && strcmp(caption, other->task->figure->caption_words) == 0;
}

/* One figure's claim on a set that other figures of the article may claim too. */
typedef struct {
    const Answer *by;
    Set *set;
} Claim;

/* Lists who claims what: an array of Claim for each set. */
static GHashTable *list_claims(Answer *answers, size_t n) {
    GHashTable *claims = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
    for (size_t i = 0; i < n; i++) {
        for (guint k = 0; k < answers[i].sets->len; k++) {
            Claim claim = {.by = &answers[i], .set = &g_array_index(answers[i].sets, Set, k)};
            GArray *on_set = g_hash_table_lookup(claims, claim.set->key);
            if (!on_set) {
                on_set = g_array_new(FALSE, FALSE, sizeof(Claim));
                g_hash_table_insert(claims, (char *)claim.set->key, on_set);
            }
            claim.set->freedom = 1.0;
            g_array_append_val(on_set, claim);
        }
    }
    return claims;
}

/* Sums are taken from both ends, for what is left after subtracting the largest would be noise. */
static void claim_sets(Answer *answer) {
    double sum = 1.0; /* exp(0): none of them */
    guint n = answer->sets->len;
    for (guint k = 0; k < n; k++) {
        Set *set = &g_array_index(answer->sets, Set, k);
        set->claim = sum;
        sum += set->weight * set->freedom;
    }
    sum = 0.0;
    for (guint k = n; k > 0; k--) {
        Set *set = &g_array_index(answer->sets, Set, k - 1);
        set->claim = set->weight / (set->claim + sum);
        sum += set->weight * set->freedom;
    }
}

static double shared_claims(const GArray *on_set, const Claim *claim) {
    double sum = 0.0;
    for (guint i = 0; claim->set->frames->len > 1 && i < on_set->len; i++) {
        const Claim *other = &g_array_index(on_set, Claim, i);
        if (other != claim && may_share(claim->set, claim->by, other->by))
            sum += other->set->claim;
    }
    return sum;
}

static void free_set(const GArray *on_set) {
    double before = 0.0, after = 0.0;
    g_autofree double *others = g_new(double, on_set->len);
    for (guint i = 0; i < on_set->len; i++) {
        others[i] = before;
        before += g_array_index(on_set, Claim, i).set->claim;
    }
    for (guint i = on_set->len; i > 0; i--) {
        others[i - 1] += after;
        after += g_array_index(on_set, Claim, i - 1).set->claim;
    }
    for (guint i = 0; i < on_set->len; i++) {
        const Claim *claim = &g_array_index(on_set, Claim, i);
        double freedom = is_seen(claim->set, claim->by->task->figure)
                             ? 1.0
                             : 1.0 / (1.0 + MAX(0.0, others[i] - shared_claims(on_set, claim)));
        claim->set->freedom = (claim->set->freedom + freedom) / 2.0;
    }
}

static void share(Answer *answer) {
    double total = 1.0;
    for (guint k = 0; k < answer->sets->len; k++) {
        Set *set = &g_array_index(answer->sets, Set, k);
        set->score = set->weight * set->freedom;
        total += set->score;
    }
    for (guint k = 0; k < answer->sets->len; k++)
        g_array_index(answer->sets, Set, k).score /= total;
    g_array_sort(answer->sets, by_set_score);
}

/* Gives every set of every figure its share of the probability. A set stands in one figure: what one figure claims is less
 * free for the others, and so pictures of one shoot fall each into its place. Belief propagation: for matchings, where it
 * converges, its beliefs are close to the exact marginals (Huang, Jebara 2009; Vontobel 2013). */
static void shares(Answer *answers, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (guint k = 0; k < answers[i].sets->len; k++) {
            Set *set = &g_array_index(answers[i].sets, Set, k);
            set->weight =
                exp(answers[i].task->is_decided ? ODDS_MAX : CLAMP(SHARPEN * set->odds + TOGETHER, -ODDS_MAX, ODDS_MAX));
        }
    g_autoptr(GHashTable) claims = list_claims(answers, n);
    for (int turn = 0; turn < TURNS && n > 1; turn++) {
        GHashTableIter iter;
        gpointer on_set;
        for (size_t i = 0; i < n; i++)
            claim_sets(&answers[i]);
        g_hash_table_iter_init(&iter, claims);
        while (g_hash_table_iter_next(&iter, NULL, &on_set))
            if (((GArray *)on_set)->len > 1)
                free_set(on_set);
    }
    for (size_t i = 0; i < n; i++)
        share(&answers[i]);
}

/* Each figure's likeliest set, where that is likely enough. */
static void choose(Answer *answers, size_t n) {
    for (size_t i = 0; i < n; i++) {
        Set *best = answers[i].sets->len ? &g_array_index(answers[i].sets, Set, 0) : NULL;
        answers[i].chosen = best && (answers[i].task->is_decided || best->score >= PROPOSE) ? best : NULL;
        if (best && answers[i].task->is_decided)
            best->score = 1.0;
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
        shares(answers, n);
        choose(answers, n);
    }
    for (size_t i = 0; i < n; i++)
        fill(&answers[i], &out[i]);
    answers_done(answers, n);
}
