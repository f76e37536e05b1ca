/* Texts and problems of a record or an article (model/keep.h). Texts lie in chunks, each behind its number; a record has
 * some dozens, and records are made by the million, so nothing is asked of malloc for a single text. */
#include "model/keep.h"

enum { CHUNK_BYTES = 4000, FIRST_TEXTS = 64, SLOTS_A_TEXT = 2 };

typedef struct PdKeepChunk {
    struct PdKeepChunk *before;
    size_t used, size;
    char bytes[];
} Chunk;

/* ---- the table of texts */

static uint32_t hash_of(const char *text, size_t len) {
    const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t hash = len * prime, part = 0;
    if (len < sizeof part) {
        for (size_t i = 0; i < len; i++)
            part = part << 8 | (uint8_t)text[i];
    } else {
        for (size_t i = 0; i + sizeof part <= len; i += sizeof part) {
            memcpy(&part, text + i, sizeof part);
            hash = (hash ^ part) * prime;
            hash ^= hash >> 32;
        }
        memcpy(&part, text + len - sizeof part, sizeof part);
    }
    hash = (hash ^ part) * prime;
    return (uint32_t)(hash >> 32);
}

static void enter(PdKeep *keep, uint32_t number) {
    size_t mask = keep->n_slots - 1, place = keep->texts[number - 1].hash & mask;
    while (keep->slots[place])
        place = (place + 1) & mask;
    keep->slots[place] = number;
}

static void make_slots(PdKeep *keep) {
    keep->n_slots = keep->room * SLOTS_A_TEXT;
    g_free(keep->slots);
    keep->slots = g_new0(uint32_t, keep->n_slots);
    for (size_t i = 0; i < keep->n_texts; i++) {
        keep->texts[i].hash = hash_of(keep->texts[i].text, keep->texts[i].len);
        enter(keep, (uint32_t)i + 1);
    }
}

static void grow(PdKeep *keep) {
    keep->room = MAX((size_t)FIRST_TEXTS, keep->room * 2);
    keep->texts = g_renew(PdKept, keep->texts, keep->room);
    if (keep->slots)
        make_slots(keep);
}

static const char *find(const PdKeep *keep, const char *text, size_t len, uint32_t hash) {
    size_t mask = keep->n_slots - 1;
    for (size_t place = hash & mask; keep->slots[place]; place = (place + 1) & mask) {
        const PdKept *kept = &keep->texts[keep->slots[place] - 1];
        if (kept->hash == hash && kept->len == len && memcmp(kept->text, text, len) == 0)
            return kept->text;
    }
    return NULL;
}

/* ---- their bytes */

static char *take(PdKeep *keep, size_t need) {
    Chunk *chunk = keep->newest;
    if (!chunk || need > chunk->size - chunk->used) {
        size_t size = MAX(need, (size_t)CHUNK_BYTES);
        chunk = g_malloc(sizeof *chunk + size);
        *chunk = (Chunk){.before = keep->newest, .size = size};
        keep->newest = chunk;
    }
    char *place = chunk->bytes + chunk->used;
    chunk->used += need;
    return place;
}

static const char *store(PdKeep *keep, const char *text, size_t len, uint32_t hash) {
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

const char *pd_keep_bytes(PdKeep *keep, const char *text, size_t len) {
    uint32_t hash = hash_of(text, len);
    if (!keep->slots) {
        if (keep->room == 0)
            grow(keep);
        make_slots(keep);
    }
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
