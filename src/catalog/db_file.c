/* Files of a database that is written (catalog/db_parts.h): a layer over SQLite's usual file system (sqlite.org/vfs.html,
 * "shims"). SQLite writes a head of 24 bytes and a page to its log, again and again; the kernel takes a hundred kilobytes at
 * once for a third of what it asks for them in pieces.
 *
 * One run of writes, each beginning where the one before ended, waits here. It leaves before anything else is done: to a
 * file, to locks, to the memory shared with other programs; only other files are read meanwhile. So a program that is killed
 * leaves what it would have left, had it been killed at the first write of the run, and what SQLite forces to the disk gets
 * there in the order that it asked for. One thread of the program uses databases. */
#include "catalog/db_parts.h"

#include <stdbool.h>
#include <string.h>

/* The usual file system writes less than 128 KiB at once. */
enum { ROOM = 120 << 10 };

/* What SQLite sees of a file. */
typedef struct {
    sqlite3_file base;
    sqlite3_io_methods methods;
    int failure;           /* of a run that left when nobody could be told: the next who can is told */
    sqlite3_int64 usual[]; /* the file as the usual file system has it */
} File;

static struct {
    File *file; /* (nullable) NULL = nothing waits */
    sqlite3_int64 at;
    int len;
    unsigned char bytes[ROOM];
} run;

static File *file_of(sqlite3_file *base) {
    return (File *)(void *)base;
}

static sqlite3_file *usual_of(sqlite3_file *base) {
    return (sqlite3_file *)(void *)file_of(base)->usual;
}

static const sqlite3_io_methods *methods_of(sqlite3_file *base) {
    return usual_of(base)->pMethods;
}

/* ---- what waits leaves */

static void let_out(void) {
    File *file = run.file;
    run.file = NULL;
    if (!file)
        return;
    int code = methods_of(&file->base)->xWrite(usual_of(&file->base), run.bytes, run.len, run.at);
    if (code != SQLITE_OK)
        file->failure = code;
}

/* Tells of a failure: of this file, or of the one whose run it was. */
static int let_out_and_tell(File *file) {
    File *other = run.file ? run.file : file;
    let_out();
    int code = file->failure ? file->failure : other->failure;
    file->failure = SQLITE_OK;
    return code;
}

/* ---- a file */

static int close_file(sqlite3_file *base) {
    let_out();
    return methods_of(base)->xClose(usual_of(base));
}

static int read_file(sqlite3_file *base, void *into, int len, sqlite3_int64 at) {
    int code = run.file == file_of(base) ? let_out_and_tell(file_of(base)) : file_of(base)->failure;
    return code == SQLITE_OK ? methods_of(base)->xRead(usual_of(base), into, len, at) : code;
}

static int write_file(sqlite3_file *base, const void *bytes, int len, sqlite3_int64 at) {
    bool goes_on = run.file == file_of(base) && run.at + run.len == at && len <= ROOM - run.len;
    int code = goes_on ? SQLITE_OK : let_out_and_tell(file_of(base));
    if (code != SQLITE_OK || len > ROOM)
        return code == SQLITE_OK ? methods_of(base)->xWrite(usual_of(base), bytes, len, at) : code;
    if (!goes_on) {
        run.file = file_of(base);
        run.at = at;
        run.len = 0;
    }
    memcpy(run.bytes + run.len, bytes, (size_t)len);
    run.len += len;
    return SQLITE_OK;
}

static int truncate_file(sqlite3_file *base, sqlite3_int64 size) {
    int code = let_out_and_tell(file_of(base));
    return code == SQLITE_OK ? methods_of(base)->xTruncate(usual_of(base), size) : code;
}

static int sync_file(sqlite3_file *base, int flags) {
    int code = let_out_and_tell(file_of(base));
    return code == SQLITE_OK ? methods_of(base)->xSync(usual_of(base), flags) : code;
}

static int get_size(sqlite3_file *base, sqlite3_int64 *out) {
    int code = let_out_and_tell(file_of(base));
    return code == SQLITE_OK ? methods_of(base)->xFileSize(usual_of(base), out) : code;
}

static int control_file(sqlite3_file *base, int what, void *argument) {
    let_out();
    return methods_of(base)->xFileControl(usual_of(base), what, argument);
}

static int get_sector_size(sqlite3_file *base) {
    return methods_of(base)->xSectorSize(usual_of(base));
}

static int get_characteristics(sqlite3_file *base) {
    return methods_of(base)->xDeviceCharacteristics(usual_of(base));
}

/* ---- its locks, and the memory that goes with a log */

static int lock_file(sqlite3_file *base, int level) {
    int code = let_out_and_tell(file_of(base));
    return code == SQLITE_OK ? methods_of(base)->xLock(usual_of(base), level) : code;
}

static int unlock_file(sqlite3_file *base, int level) {
    let_out();
    return methods_of(base)->xUnlock(usual_of(base), level);
}

static int look_for_lock(sqlite3_file *base, int *out) {
    let_out();
    return methods_of(base)->xCheckReservedLock(usual_of(base), out);
}

static int map_memory(sqlite3_file *base, int region, int bytes, int extends, void volatile **out) {
    let_out();
    return methods_of(base)->xShmMap(usual_of(base), region, bytes, extends, out);
}

static int lock_memory(sqlite3_file *base, int from, int n, int flags) {
    let_out();
    return methods_of(base)->xShmLock(usual_of(base), from, n, flags);
}

static void order_memory(sqlite3_file *base) {
    let_out();
    methods_of(base)->xShmBarrier(usual_of(base));
}

static int unmap_memory(sqlite3_file *base, int removes) {
    let_out();
    return methods_of(base)->xShmUnmap(usual_of(base), removes);
}

/* ---- the file system */

static sqlite3_vfs *usual_system;

/* A file that cannot have a log (version 1) keeps saying so; none is mapped (version 3). */
static sqlite3_io_methods methods_over(const sqlite3_io_methods *usual) {
    return (sqlite3_io_methods){.iVersion = usual->iVersion >= 2 && usual->xShmMap ? 2 : 1,
                                .xClose = close_file,
                                .xRead = read_file,
                                .xWrite = write_file,
                                .xTruncate = truncate_file,
                                .xSync = sync_file,
                                .xFileSize = get_size,
                                .xLock = lock_file,
                                .xUnlock = unlock_file,
                                .xCheckReservedLock = look_for_lock,
                                .xFileControl = control_file,
                                .xSectorSize = get_sector_size,
                                .xDeviceCharacteristics = get_characteristics,
                                .xShmMap = map_memory,
                                .xShmLock = lock_memory,
                                .xShmBarrier = order_memory,
                                .xShmUnmap = unmap_memory};
}

static int open_file(sqlite3_vfs *system, const char *name, sqlite3_file *base, int flags, int *out_flags) {
    (void)system;
    let_out();
    base->pMethods = NULL;
    int code = usual_system->xOpen(usual_system, name, usual_of(base), flags, out_flags);
    if (code != SQLITE_OK)
        return code;
    file_of(base)->failure = SQLITE_OK;
    file_of(base)->methods = methods_over(methods_of(base));
    base->pMethods = &file_of(base)->methods;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *system, const char *name, int syncs) {
    (void)system;
    let_out();
    return usual_system->xDelete(usual_system, name, syncs);
}

const char *pd_db_file_system(void) {
    static sqlite3_vfs system;
    if (system.zName)
        return system.zName;
    usual_system = sqlite3_vfs_find(NULL);
    if (!usual_system)
        return NULL;
    system = *usual_system;
    system.pNext = NULL;
    system.zName = "picdesk";
    system.szOsFile = (int)sizeof(File) + usual_system->szOsFile;
    system.xOpen = open_file;
    system.xDelete = delete_file;
    return sqlite3_vfs_register(&system, 0) == SQLITE_OK ? system.zName : NULL;
}
