/* One file of a scan (desk/scan_parts.h): whether it is as the catalogue knows it, what is asked of the readers, and what is
 * noted of the answer, in the order of the walk. */
#include <string.h>
#include <unistd.h>

#include "desk/scan_parts.h"
#include "host/clock.h"
#include "picdesk/error.h"

/* So much of a file is read: metadata stands in front, and press pictures are shorter. */
#define MAX_READ (64u << 20)
#define MAX_SIDECAR (4u << 20)

typedef struct {
    const PdScanFolder *folder;
    const char *name;
    char *sidecar;          /* (nullable) its name */
    const PdFileRow *known; /* (nullable) */
    bool is_same;           /* it is read for its hash alone */
} FileHere;

/* ---- what is noted in its turn */

typedef enum { READ, UNOPENED, TOLD, MISSING, PRESENT } What;

typedef struct {
    PdScan *scan;
    What what;
    char *folder;  /* a GRefString */
    char *why;     /* (nullable) */
    PdFileRow row; /* its name and problem are not set */
    int fds[2];    /* of the file and its sidecar as long as they are read */
    PdFileStamp stamps[2];
    unsigned n_fds;
    bool is_known, is_named, is_same, was_missing;
    char name[];
} Note;

static Note *note_new(PdScan *scan, What what, char *folder, const char *name) {
    size_t size = strlen(name) + 1;
    Note *note = g_malloc(sizeof *note + size);
    *note = (Note){.scan = scan, .what = what, .folder = g_ref_string_acquire(folder)};
    memcpy(note->name, name, size);
    return note;
}

static void note_free(void *data) {
    Note *note = data;
    g_ref_string_release(note->folder);
    g_free(note->why);
    g_free(note);
}

static void put(const Note *note, const PdFileRow *row, const char *problem, const PdFlatRecord *record,
                const uint8_t *sha256) {
    PdFileRow named = *row;
    named.name = note->name;
    named.problem = problem;
    named.is_new = !note->is_known;
    named.sha256 = sha256;
    pd_batch_put(note->scan->batch, note->folder, &named, record);
}

static void tell_note(const Note *note, const char *why) {
    g_autofree char *path = pd_scan_join(note->folder, note->name);
    note->scan->count->unreadable++;
    note->scan->options->tell(path, why, note->scan->options->user);
}

/* is_machine: the machine failed, not the file; what is kept then differs from any real file, so that the next scan tries
 * again. */
static void put_unreadable(const Note *note, bool is_machine, const char *problem, const char *why) {
    const PdFileRow nothing = {0};
    note->scan->count->files++;
    tell_note(note, why);
    put(note, is_machine ? &nothing : &note->row, problem, NULL, NULL);
}

/* The size of a picture says that it could be read at all. */
static void tell_without_size(const Note *note, const PdFlatRecord *flat) {
    g_autoptr(PdRecord) record = pd_record_decode(flat->bytes, flat->len, pd_limits_default(), NULL);
    bool has_problem = record && record->n_problems > 0;
    tell_note(note, has_problem ? record->problems[0].what : "its size in pixels cannot be read");
}

static void put_picture(const Note *note, const PdFound *found) {
    PdScanCount *count = note->scan->count;
    const PdFlatRecord *record = &found->flat;
    bool has_size = record->head.width_px > 0 && record->head.height_px > 0;
    count->files++;
    count->read_bytes += found->looked_bytes;
    count->hashed += note->scan->options->hashes;
    count->returned += note->is_same && note->was_missing;
    if (note->is_same)
        count->unchanged++;
    else if (note->is_known)
        count->changed++;
    else
        count->added++;
    if (!has_size)
        tell_without_size(note, record);
    put(note, &note->row, has_size ? NULL : "unreadable", record, found->sha256);
}

/* What is no image is kept too, so that it is not opened again. */
static void put_alien(const Note *note) {
    note->scan->count->skipped++;
    put(note, &note->row, NULL, NULL, NULL);
}

static void put_failed(const Note *note, const PdFound *found) {
    bool is_alien = g_error_matches(found->error, PD_ERROR, PD_ERROR_FORMAT);
    if (is_alien && !note->is_named)
        put_alien(note);
    else
        put_unreadable(note, found->error->code == PD_ERROR_IO, "unreadable",
                       is_alien && found->looked_bytes == 0 ? "it is empty" : found->error->message);
}

static void put_quarantined(const Note *note, PdJobEnd end) {
    if (end == PD_JOB_STALL) {
        put_unreadable(note, true, pd_job_end_name(end), pd_readers_why(end));
        return;
    }
    g_autofree char *why = g_strconcat(pd_readers_why(end), "; it is left alone until it changes", NULL);
    put_unreadable(note, false, pd_job_end_name(end), why);
}

/* Its descriptors are open until this turn is over. */
static bool has_changed(const Note *note) {
    for (unsigned i = 0; i < note->n_fds; i++) {
        PdFileStamp now;
        if (pd_stamp_of(note->fds[i], &now) &&
            (now.size_bytes != note->stamps[i].size_bytes || now.mtime_ns != note->stamps[i].mtime_ns))
            return true;
    }
    return false;
}

/* Half of what was and half of what is to be would be kept: what the catalogue holds stays, and the file differs from it. */
static void postpone(const Note *note) {
    const PdScanOptions *options = note->scan->options;
    g_autofree char *path = pd_scan_join(note->folder, note->name);
    note->scan->count->postponed++;
    if (options->note)
        options->note(path, "it is being written; the next scan reads it", options->user);
}

static void put_read(const Note *note, PdJobEnd end, PdFound *found) {
    if (has_changed(note))
        postpone(note);
    else if (end != PD_JOB_DONE)
        put_quarantined(note, end);
    else if (found->kind == PD_FOUND_RECORD)
        put_picture(note, found);
    else if (found->kind == PD_FOUND_FAILED)
        put_failed(note, found);
}

/* Writes what a note says; called in the order of the walk, however many readers there are. */
static void act(PdJobEnd end, PdFound *found, void *user) {
    Note *note = user;
    PdScan *scan = note->scan;
    if (scan->failure)
        return;
    switch (note->what) {
    case READ:
        put_read(note, end, found);
        break;
    case UNOPENED:
        put_unreadable(note, true, "unreadable", note->why);
        break;
    case TOLD:
        tell_note(note, note->why);
        break;
    case MISSING:
        pd_batch_missing(scan->batch, note->folder, note->name);
        break;
    case PRESENT:
        pd_batch_present(scan->batch, note->folder, note->name);
        break;
    }
    if (pd_batch_write_if_due(scan->batch, &scan->failure))
        pd_scan_show(scan);
}

/* note: (transfer full). */
static bool add_note(PdScan *scan, Note *note, GError **error) {
    return pd_readers_note(scan->readers, act, note, note_free, error);
}

bool pd_scan_told(PdScan *scan, char *path, const char *name, const char *why, GError **error) {
    Note *note = note_new(scan, TOLD, path, name);
    note->why = g_strdup(why);
    return add_note(scan, note, error);
}

/* Known as no image. */
static bool is_alien(const PdFileRow *row) {
    return row->image_id == 0 && !row->problem;
}

bool pd_scan_missing(PdScan *scan, char *path, const PdFileRow *row, GError **error) {
    if (row->is_missing)
        return true;
    scan->count->missing += !is_alien(row);
    return add_note(scan, note_new(scan, MISSING, path, row->name), error);
}

/* ---- asking for one file */

/* "a.jpg.xmp" goes before "a.xmp". (transfer full). */
static char *find_sidecar(const PdListing *listing, const char *name) {
    static const char *const ENDINGS[] = {".xmp", ".XMP"};
    const char *dot = strrchr(name, '.');
    size_t lens[] = {strlen(name), dot && dot > name ? (size_t)(dot - name) : 0};
    for (size_t i = 0; i < G_N_ELEMENTS(lens); i++)
        for (size_t j = 0; j < G_N_ELEMENTS(ENDINGS) && lens[i]; j++) {
            g_autofree char *candidate = g_strdup_printf("%.*s%s", (int)lens[i], name, ENDINGS[j]);
            if (pd_listing_has(listing, candidate))
                return g_steal_pointer(&candidate);
        }
    return NULL;
}

static bool is_gone(const GError *failure) {
    return g_error_matches(failure, PD_ERROR, PD_ERROR_NOT_FOUND);
}

/* A file that went since its folder was listed is no failure. */
static bool note_unopened(PdScan *scan, const FileHere *file, const GError *failure, GError **error) {
    if (is_gone(failure))
        return !file->known || pd_scan_missing(scan, file->folder->path, file->known, error);
    Note *note = note_new(scan, UNOPENED, file->folder->path, file->name);
    note->why = g_strdup(failure->message);
    note->is_known = file->known != NULL;
    return add_note(scan, note, error);
}

/* Returns false when it cannot be opened. */
static bool open_next(Note *note, const PdListing *listing, const char *name, PdJobFile *files, GError **error) {
    unsigned i = note->n_fds;
    int fd = pd_listing_open(listing, name, &note->stamps[i], error);
    if (fd < 0)
        return false;
    note->fds[i] = fd;
    files[i] = (PdJobFile){fd, note->stamps[i].size_bytes};
    note->n_fds++;
    return true;
}

/* A sidecar that cannot be opened is told in its turn, and tried again by the next scan; its picture is read all the same.
 */
static bool open_sidecar(const FileHere *file, Note *note, PdJobFile *files, GError **error) {
    g_autoptr(GError) failure = NULL;
    if (open_next(note, file->folder->listing, file->sidecar, files, &failure)) {
        note->row.sidecar_mtime_ns = note->stamps[1].mtime_ns;
        note->row.sidecar_size_bytes = note->stamps[1].size_bytes;
        note->row.sidecar_inode = (int64_t)note->stamps[1].inode;
        return true;
    }
    return is_gone(failure) || pd_scan_told(note->scan, file->folder->path, file->sidecar, failure->message, error);
}

/* What may change without a trace is kept without its time, so that the next scan reads it again. */
static void doubt(Note *note, int64_t now_ns) {
    for (unsigned i = 0; i < note->n_fds; i++)
        if (pd_stamp_is_coarse(&note->stamps[i], now_ns))
            note->row.mtime_ns = 0;
}

static bool ask(PdScan *scan, const FileHere *file, GError **error) {
    const PdScanOptions *options = scan->options;
    PdReadRequest request = {.what = PD_READ_IMAGE,
                             .keeps_flat = true,
                             .wants_sha256 = options->hashes && !options->is_dry_run,
                             .max_bytes = MAX_READ,
                             .max_sidecar_bytes = MAX_SIDECAR};
    PdJobFile files[2];
    g_autoptr(GError) failure = NULL;
    Note *note = note_new(scan, READ, file->folder->path, file->name);
    if (!open_next(note, file->folder->listing, file->name, files, &failure)) {
        note_free(note);
        return note_unopened(scan, file, failure, error);
    }
    note->row = (PdFileRow){.size_bytes = note->stamps[0].size_bytes,
                            .device = pd_listing_device(file->folder->listing),
                            .inode = note->stamps[0].inode,
                            .mtime_ns = note->stamps[0].mtime_ns};
    if (file->sidecar && !open_sidecar(file, note, files, error)) {
        close(note->fds[0]);
        note_free(note);
        return false;
    }
    doubt(note, pd_clock_tick_ns());
    note->is_known = file->known != NULL;
    note->was_missing = file->known && file->known->is_missing;
    note->is_same = file->is_same;
    note->is_named = pd_desk_is_image_name(file->name);
    return pd_readers_read(scan->readers, &request, files, note->n_fds, act, note, note_free, error);
}

static bool keep_unchanged(PdScan *scan, const FileHere *file, GError **error) {
    const PdFileRow *row = file->known;
    PdScanCount *count = scan->count;
    if (is_alien(row)) {
        count->skipped++;
    } else {
        count->files++;
        count->unchanged += !row->problem;
        count->still_unreadable += row->problem != NULL;
        count->returned += row->is_missing;
    }
    return !row->is_missing || add_note(scan, note_new(scan, PRESENT, file->folder->path, file->name), error);
}

/* ---- has it changed? */

/* The inode's number means nothing on another disk, or on one that gives numbers anew; what an older version kept has no
 * device. */
static bool is_same_file(int64_t device, const PdFileRow *row, uint64_t inode) {
    return device == 0 || ((row->device == 0 || row->device == device) && row->inode == inode);
}

static bool is_sidecar_unchanged(const FileHere *file, int64_t device) {
    const PdFileRow *row = file->known;
    PdFileStamp stamp;
    if (!file->sidecar || !pd_listing_stamp(file->folder->listing, file->sidecar, &stamp))
        return row->sidecar_mtime_ns == 0 && row->sidecar_size_bytes == 0;
    return row->sidecar_mtime_ns == stamp.mtime_ns && row->sidecar_size_bytes == stamp.size_bytes &&
           (device == 0 || row->sidecar_inode == 0 || row->sidecar_inode == (int64_t)stamp.inode);
}

static bool is_unchanged(const FileHere *file, const PdFileStamp *stamp) {
    const PdFileRow *row = file->known;
    int64_t device = pd_listing_device(file->folder->listing);
    return row->size_bytes == stamp->size_bytes && row->mtime_ns == stamp->mtime_ns &&
           is_same_file(device, row, stamp->inode) && is_sidecar_unchanged(file, device);
}

/* What could not be read stays alone. */
static bool lacks_hash(const PdFileRow *row) {
    return row->image_id != 0 && !row->problem && !row->has_sha256;
}

static bool is_catalog(const PdScan *scan, const PdScanFolder *folder, const char *name) {
    g_autofree char *path = pd_scan_join(folder->path, name);
    return pd_catalog_is_own_file(scan->catalog, path);
}

bool pd_scan_file(PdScan *scan, const PdScanFolder *folder, const PdFileRow *known, const char *name, GError **error) {
    const PdScanOptions *options = scan->options;
    PdFileStamp stamp;
    if (folder->has_catalog && is_catalog(scan, folder, name))
        return true;
    if (known && !pd_listing_stamp(folder->listing, name, &stamp))
        return pd_scan_missing(scan, folder->path, known, error);
    g_autofree char *sidecar = folder->has_sidecars ? find_sidecar(folder->listing, name) : NULL;
    FileHere file = {.folder = folder, .name = name, .sidecar = sidecar, .known = known};
    bool is_wanted = !known || options->reads_all || (options->retries_failed && known->problem);
    if (is_wanted || !is_unchanged(&file, &stamp))
        return ask(scan, &file, error);
    file.is_same = options->hashes && lacks_hash(known);
    return file.is_same ? ask(scan, &file, error) : keep_unchanged(scan, &file, error);
}
