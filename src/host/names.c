/* Names in order (host/names.h): sorted in memory, or in runs that are written to a file and merged into another, as sort(1)
 * does. A name is a byte, its mark, and its bytes with NUL. */
#include "host/names.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* Names are read again in blocks of so many, and runs in pieces. */
enum { BLOCK_NAMES = 64, PIECE_BYTES = 16 << 10, LONGEST = 4096 };

/* A part of a file that is read on. */
typedef struct {
    uint64_t at, end; /* not in the piece yet */
    GByteArray *piece;
    size_t from; /* in the piece: the next name */
} Run;

/* A block that was read. */
typedef struct {
    size_t block; /* SIZE_MAX = none */
    GByteArray *bytes;
    size_t name, from; /* the name that begins at this byte */
} Slot;

struct PdNames {
    size_t most_bytes, count;
    GByteArray *bytes; /* of the run that is gathered, or of all */
    GArray *at;        /* of uint32_t: where names begin in there; in order once they are sorted */
    int runs_fd, fd;   /* -1 = none; all names in order */
    uint64_t written;  /* to the file that is being filled */
    GArray *runs;      /* of Run */
    GArray *blocks;    /* of uint64_t: where they begin in fd, and its end */
    Slot walk, look;
};

PdNames *pd_names_new(size_t most_bytes) {
    PdNames *names = g_new(PdNames, 1);
    *names = (PdNames){.most_bytes = most_bytes,
                       .bytes = g_byte_array_new(),
                       .at = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
                       .runs_fd = -1,
                       .fd = -1,
                       .walk = {.block = SIZE_MAX},
                       .look = {.block = SIZE_MAX}};
    return names;
}

static void run_clear(void *data) {
    g_byte_array_unref(((Run *)data)->piece);
}

static void close_runs(PdNames *names) {
    g_clear_pointer(&names->runs, g_array_unref);
    if (names->runs_fd >= 0)
        close(names->runs_fd);
    names->runs_fd = -1;
}

void pd_names_free(PdNames *names) {
    if (!names)
        return;
    close_runs(names);
    if (names->fd >= 0)
        close(names->fd);
    g_byte_array_unref(names->bytes);
    g_array_unref(names->at);
    g_clear_pointer(&names->blocks, g_array_unref);
    g_clear_pointer(&names->walk.bytes, g_byte_array_unref);
    g_clear_pointer(&names->look.bytes, g_byte_array_unref);
    g_free(names);
}

/* ---- files without a name */

static int open_nameless(void) {
    const char *folder = g_get_tmp_dir();
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    g_autofree char *path = g_build_filename(folder, "picdesk-XXXXXX", NULL);
    fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        unlink(path);
    return fd;
}

static bool write_all(int fd, const uint8_t *bytes, size_t len, uint64_t at) {
    while (len > 0) {
        ssize_t n = pwrite(fd, bytes, len, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
        at += (uint64_t)n;
    }
    return true;
}

/* Reads len bytes behind those that are there. */
static bool read_all(int fd, uint64_t at, GByteArray *into, size_t len) {
    size_t have = into->len;
    g_byte_array_set_size(into, (guint)(have + len));
    while (len > 0) {
        ssize_t n = pread(fd, into->data + have, len, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        have += (size_t)n;
        len -= (size_t)n;
        at += (uint64_t)n;
    }
    return true;
}

/* ---- gathering */

static const uint8_t *entry(const PdNames *names, uint32_t at) {
    return names->bytes->data + at;
}

static gint by_name(gconstpointer a, gconstpointer b, gpointer names) {
    return strcmp((const char *)entry(names, *(const uint32_t *)a) + 1,
                  (const char *)entry(names, *(const uint32_t *)b) + 1);
}

static size_t entry_len(const uint8_t *bytes) {
    return strlen((const char *)bytes + 1) + 2;
}

/* Sorts what is in memory and writes it behind the earlier runs. */
static bool write_run(PdNames *names) {
    g_autoptr(GByteArray) piece = g_byte_array_new();
    uint64_t from = names->written;
    if (!names->runs) {
        names->runs = g_array_new(FALSE, FALSE, sizeof(Run));
        g_array_set_clear_func(names->runs, run_clear);
    }
    if (names->runs_fd < 0 && (names->runs_fd = open_nameless()) < 0)
        return false;
    g_array_sort_with_data(names->at, by_name, names);
    for (guint i = 0; i < names->at->len; i++) {
        const uint8_t *bytes = entry(names, g_array_index(names->at, uint32_t, i));
        g_byte_array_append(piece, bytes, (guint)entry_len(bytes));
        if (piece->len < PIECE_BYTES && i + 1 < names->at->len)
            continue;
        if (!write_all(names->runs_fd, piece->data, piece->len, names->written))
            return false;
        names->written += piece->len;
        g_byte_array_set_size(piece, 0);
    }
    Run run = {from, names->written, g_byte_array_new(), 0};
    g_array_append_val(names->runs, run);
    g_byte_array_set_size(names->bytes, 0);
    g_array_set_size(names->at, 0);
    return true;
}

bool pd_names_add(PdNames *names, const char *name, bool mark) {
    uint32_t at = names->bytes->len;
    uint8_t byte = mark;
    size_t len = strlen(name);
    if (len >= LONGEST || at > UINT32_MAX - 2 * LONGEST) {
        errno = EOVERFLOW;
        return false;
    }
    g_byte_array_append(names->bytes, &byte, 1);
    g_byte_array_append(names->bytes, (const guint8 *)name, (guint)len + 1);
    g_array_append_val(names->at, at);
    names->count++;
    return names->most_bytes == 0 || names->bytes->len + names->at->len * sizeof at < names->most_bytes || write_run(names);
}

/* ---- merging */

/* The next name of a run is whole in its piece then; *out NULL at its end. */
static bool peek(const PdNames *names, Run *run, const uint8_t **out) {
    size_t left = run->piece->len - run->from;
    if (left < LONGEST + 2 && run->at < run->end) {
        size_t n = (size_t)MIN(run->end - run->at, (uint64_t)PIECE_BYTES);
        g_byte_array_remove_range(run->piece, 0, (guint)run->from);
        run->from = 0;
        if (!read_all(names->runs_fd, run->at, run->piece, n))
            return false;
        run->at += n;
        left = run->piece->len;
    }
    *out = left > 0 ? run->piece->data + run->from : NULL;
    return true;
}

/* A heap of runs, the one with the first name on top. */
typedef struct {
    const uint8_t *name;
    Run *run;
} Head;

static void sink(Head *heads, size_t n, size_t at) {
    for (size_t child = 2 * at + 1; child < n; child = 2 * at + 1) {
        if (child + 1 < n && strcmp((const char *)heads[child + 1].name + 1, (const char *)heads[child].name + 1) < 0)
            child++;
        if (strcmp((const char *)heads[at].name + 1, (const char *)heads[child].name + 1) <= 0)
            return;
        Head head = heads[at];
        heads[at] = heads[child];
        heads[child] = head;
        at = child;
    }
}

static bool write_piece(PdNames *names, GByteArray *piece) {
    bool is_written = write_all(names->fd, piece->data, piece->len, names->written);
    names->written += piece->len;
    g_byte_array_set_size(piece, 0);
    return is_written;
}

/* Behind the first name, which is so long. */
static bool step(const PdNames *names, Head *heads, size_t *n, size_t len) {
    const uint8_t *next = NULL;
    heads[0].run->from += len;
    if (!peek(names, heads[0].run, &next))
        return false;
    if (next)
        heads[0].name = next;
    else
        heads[0] = heads[--*n];
    sink(heads, *n, 0);
    return true;
}

static bool merge_heads(PdNames *names, Head *heads, size_t n) {
    g_autoptr(GByteArray) piece = g_byte_array_new();
    for (size_t i = n; i-- > 0;)
        sink(heads, n, i);
    for (size_t i = 0; n > 0; i++) {
        size_t len = entry_len(heads[0].name);
        if (i % BLOCK_NAMES == 0) {
            uint64_t at = names->written + piece->len;
            g_array_append_val(names->blocks, at);
        }
        g_byte_array_append(piece, heads[0].name, (guint)len);
        if (piece->len >= PIECE_BYTES && !write_piece(names, piece))
            return false;
        if (!step(names, heads, &n, len))
            return false;
    }
    bool is_written = write_piece(names, piece);
    g_array_append_val(names->blocks, names->written);
    return is_written;
}

static bool merge(PdNames *names) {
    g_autofree Head *heads = g_new0(Head, names->runs->len);
    names->blocks = g_array_new(FALSE, FALSE, sizeof(uint64_t));
    names->written = 0;
    size_t n = 0;
    for (guint i = 0; i < names->runs->len; i++) {
        Run *run = &g_array_index(names->runs, Run, i);
        const uint8_t *first = NULL;
        if (!peek(names, run, &first))
            return false;
        if (first)
            heads[n++] = (Head){first, run};
    }
    return (names->fd = open_nameless()) >= 0 && merge_heads(names, heads, n);
}

bool pd_names_sort(PdNames *names) {
    if (!names->runs) {
        g_array_sort_with_data(names->at, by_name, names);
        return true;
    }
    if ((names->at->len > 0 && !write_run(names)) || !merge(names))
        return false;
    close_runs(names);
    g_byte_array_unref(names->bytes);
    names->bytes = g_byte_array_new();
    return true;
}

/* ---- reading */

size_t pd_names_count(const PdNames *names) {
    return names->count;
}

static bool fill_slot(const PdNames *names, Slot *slot, size_t block) {
    if (slot->block == block)
        return true;
    uint64_t from = g_array_index(names->blocks, uint64_t, block), to = g_array_index(names->blocks, uint64_t, block + 1);
    if (!slot->bytes)
        slot->bytes = g_byte_array_new();
    g_byte_array_set_size(slot->bytes, 0);
    *slot = (Slot){SIZE_MAX, slot->bytes, block * BLOCK_NAMES, 0};
    if (!read_all(names->fd, from, slot->bytes, (size_t)(to - from)))
        return false;
    slot->block = block;
    return true;
}

static const char *at_in_file(const PdNames *names, Slot *slot, size_t at, bool *out_mark) {
    if (!fill_slot(names, slot, at / BLOCK_NAMES))
        return NULL;
    if (at < slot->name) {
        slot->name = at - at % BLOCK_NAMES;
        slot->from = 0;
    }
    for (; slot->name < at; slot->name++)
        slot->from += entry_len(slot->bytes->data + slot->from);
    const uint8_t *bytes = slot->bytes->data + slot->from;
    *out_mark = *bytes != 0;
    return (const char *)bytes + 1;
}

static const char *at_in(const PdNames *names, Slot *slot, size_t at, bool *out_mark) {
    if (names->fd >= 0)
        return at_in_file(names, slot, at, out_mark);
    const uint8_t *bytes = entry(names, g_array_index(names->at, uint32_t, at));
    *out_mark = *bytes != 0;
    return (const char *)bytes + 1;
}

const char *pd_names_at(PdNames *names, size_t at, bool *out_mark) {
    return at_in(names, &names->walk, at, out_mark);
}

bool pd_names_find(PdNames *names, const char *name, bool *out_mark) {
    size_t from = 0, to = names->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const char *other = at_in(names, &names->look, middle, out_mark);
        int order = other ? strcmp(name, other) : 0;
        if (order == 0)
            return other != NULL;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return false;
}
