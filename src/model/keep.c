/* Texts and problems of a record or an article (model/keep.h). Texts lie in chunks, each behind its number; a record has
 * some dozens, and records are made by the million, so nothing is asked of malloc for a single text. */
#include "model/keep.h"

#include "base/same.h"

enum { CHUNK_BYTES = 4000, FIRST_TEXTS = 128, SLOTS_A_TEXT = 2 };

typedef struct PdKeepChunk {
    struct PdKeepChunk *before;
    size_t used, size;
    char bytes[];
} Chunk;

/* ---- the table of texts */

static inline uint64_t load(const char *text, size_t n) {
    uint64_t word = 0;
    memcpy(&word, text, n);
    return word;
}

/* Reads a text by words that overlap where its length is no multiple. */
static inline uint32_t hash_of(const char *text, size_t len) {
    const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t hash = len * prime, first = 0, last = 0;
    for (; len > 16; text += 8, len -= 8) {
        hash = (hash ^ load(text, 8)) * prime;
        hash ^= hash >> 32;
    }
    if (len >= 8) {
        first = load(text, 8);
        last = load(text + len - 8, 8);
    } else if (len >= 4) {
        first = load(text, 4);
        last = load(text + len - 4, 4);
    } else if (len > 0) {
        first = (uint64_t)(uint8_t)text[0] << 16 | (uint64_t)(uint8_t)text[len / 2] << 8 | (uint8_t)text[len - 1];
    }
    hash = (hash ^ first) * prime;
    hash = (hash ^ hash >> 32 ^ last) * prime;
    return (uint32_t)(hash >> 32);
}

static void enter(PdKeep *keep, uint32_t number) {
    size_t mask = keep->n_slots - 1, place = keep->texts[number - 1].hash & mask;
    while (keep->slots[place])
        place = (place + 1) & mask;
    keep->slots[place] = number;
}

static G_GNUC_NO_INLINE void make_slots(PdKeep *keep) {
    keep->n_slots = keep->room * SLOTS_A_TEXT;
    g_free(keep->slots);
    keep->slots = g_new0(uint32_t, keep->n_slots);
    for (size_t i = 0; i < keep->n_texts; i++) {
        keep->texts[i].hash = hash_of(keep->texts[i].text, keep->texts[i].len);
        enter(keep, (uint32_t)i + 1);
    }
}

static G_GNUC_NO_INLINE void grow(PdKeep *keep) {
    keep->room = MAX((size_t)FIRST_TEXTS, keep->room * 2);
    keep->texts = g_renew(PdKept, keep->texts, keep->room);
    if (keep->slots)
        make_slots(keep);
}

static const char *find(const PdKeep *keep, const char *text, size_t len, uint32_t hash) {
    size_t mask = keep->n_slots - 1;
    for (size_t place = hash & mask; keep->slots[place]; place = (place + 1) & mask) {
        const PdKept *kept = &keep->texts[keep->slots[place] - 1];
        if (kept->hash == hash && kept->len == len && pd_same_bytes(kept->text, text, len))
            return kept->text;
    }
    return NULL;
}

/* ---- their bytes */

static G_GNUC_NO_INLINE Chunk *add_chunk(PdKeep *keep, size_t need) {
    size_t size = MAX(need, (size_t)CHUNK_BYTES);
    Chunk *chunk = g_malloc(sizeof *chunk + size);
    *chunk = (Chunk){.before = keep->newest, .size = size};
    keep->newest = chunk;
    return chunk;
}

static inline char *take(PdKeep *keep, size_t need) {
    Chunk *chunk = keep->newest;
    if (!chunk || need > chunk->size - chunk->used)
        chunk = add_chunk(keep, need);
    char *place = chunk->bytes + chunk->used;
    chunk->used += need;
    return place;
}

static inline const char *store(PdKeep *keep, const char *text, size_t len, uint32_t hash) {
    if (keep->n_texts == keep->room)
        grow(keep);
    uint32_t number = (uint32_t)++keep->n_texts;
    char *place = take(keep, sizeof number + len + 1);
    memcpy(place, &number, sizeof number);
    place += sizeof number;
    memcpy(place, text, len);
    place[len] = '\0';
    keep->texts[number - 1] = (PdKept){place, (uint32_t)len, hash};
    keep->n_bytes += len;
    if (keep->slots)
        enter(keep, number);
    return place;
}

/* ---- */

void pd_keep_init(PdKeep *keep) {
    *keep = (PdKeep){0};
}

void pd_keep_done(PdKeep *keep) {
    while (keep->newest) {
        Chunk *before = keep->newest->before;
        g_free(keep->newest);
        keep->newest = before;
    }
    g_free(keep->texts);
    g_free(keep->slots);
    if (keep->problems)
        g_array_free(keep->problems, TRUE);
}

void pd_keep_clear(PdKeep *keep) {
    enum { MOST_TEXTS = 8 * FIRST_TEXTS };
    Chunk *chunk = keep->newest;
    if (!chunk || chunk->before || chunk->size > CHUNK_BYTES || keep->room > MOST_TEXTS) {
        pd_keep_done(keep);
        pd_keep_init(keep);
        return;
    }
    chunk->used = 0;
    if (keep->slots)
        memset(keep->slots, 0, keep->n_slots * sizeof *keep->slots);
    if (keep->problems)
        g_array_set_size(keep->problems, 0);
    keep->n_texts = keep->n_bytes = 0;
    keep->is_full = false;
}

static G_GNUC_NO_INLINE void open_table(PdKeep *keep) {
    if (keep->room == 0)
        grow(keep);
    make_slots(keep);
}

const char *pd_keep_bytes(PdKeep *keep, const char *text, size_t len) {
    uint32_t hash = hash_of(text, len);
    if (!keep->slots)
        open_table(keep);
    const char *found = find(keep, text, len, hash);
    return found ? found : store(keep, text, len, hash);
}

const char *pd_keep_append(PdKeep *keep, const char *text, size_t len) {
    return store(keep, text, len, keep->slots ? hash_of(text, len) : 0);
}

const char *pd_keep_text(PdKeep *keep, const char *text) {
    return text ? pd_keep_bytes(keep, text, strlen(text)) : NULL;
}

void pd_keep_problem(PdKeep *keep, const char *block, uint64_t at, const PdLimits *limits, const char *format,
                     va_list args) {
    g_autofree char *what = g_strdup_vprintf(format, args);
    if (!keep->problems)
        keep->problems = g_array_new(FALSE, TRUE, sizeof(PdProblem));
    if (keep->problems->len < limits->problems) {
        PdProblem problem = {pd_keep_text(keep, block), at, pd_keep_text(keep, what)};
        g_array_append_val(keep->problems, problem);
        return;
    }
    if (!keep->is_full) {
        PdProblem rest = {pd_keep_text(keep, block), PD_AT_UNKNOWN, pd_keep_text(keep, "further problems are not listed")};
        g_array_append_val(keep->problems, rest);
    }
    keep->is_full = true;
}
