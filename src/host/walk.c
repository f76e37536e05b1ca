/* Walking trees (host/walk.h). */
#include "host/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>

#include "host/clock.h"
#include "host/names.h"
#include "picdesk/error.h"

#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_CLOEXEC)
#define NS_OF_SECOND INT64_C(1000000000)
#define READ_AHEAD (80 << 10)     /* metadata stands in front, */
#define READ_TAIL (16 << 10)      /* and the end of the picture is part of its key */
#define MOST_TRUSTED 15           /* files that are not asked about behind one that is in memory */
#define MOST_NAME_BYTES (6 << 20) /* in memory */
#define CIFS_MAGIC 0xFF534D42u    /* linux/magic.h of older kernels lacks it */

/* FAT counts two seconds; a clock tick of the kernel is ten milliseconds at most. */
enum { COARSE_NS = 2000000000, TICK_NS = 20000000, LONGEST_WAIT_MS = 50 };

struct PdTree {
    int fd;
    unsigned n_trusted, n_unasked; /* of files taken to be in memory, in a row */
    bool reads_whole;
};

struct PdListing {
    PdTree *tree;
    int fd;
    int64_t device;
    PdNames *names; /* marked: folders */
};

static void set_io_error(GError **error, int number) {
    g_set_error_literal(error, PD_ERROR, PD_ERROR_IO, g_strerror(number));
}

/* The file system's own id stays the same when a disk is plugged in elsewhere; its device number may not. */
static int64_t device_of(int fd) {
    struct statfs fs;
    struct stat st;
    int64_t id = 0;
    if (fstatfs(fd, &fs) != 0)
        return 0;
    switch ((uint32_t)fs.f_type) {
    case MSDOS_SUPER_MAGIC:
    case FUSE_SUPER_MAGIC:
    case SMB_SUPER_MAGIC:
    case SMB2_SUPER_MAGIC:
    case CIFS_MAGIC:
    case 0x2011BAB0u: /* exFAT */
        return 0;
    default:
        memcpy(&id, &fs.f_fsid, MIN(sizeof id, sizeof fs.f_fsid));
        return id ? id : fstat(fd, &st) == 0 ? (int64_t)st.st_dev : 0;
    }
}

PdTree *pd_tree_open(const char *path, GError **error) {
    int fd = open(path, OPEN_FOLDER);
    if (fd < 0) {
        g_set_error(error, PD_ERROR, PD_ERROR_IO, "cannot open the folder '%s': %s", path, g_strerror(errno));
        return NULL;
    }
    PdTree *tree = g_new0(PdTree, 1);
    tree->fd = fd;
    return tree;
}

void pd_tree_close(PdTree *tree) {
    if (!tree)
        return;
    close(tree->fd);
    g_free(tree);
}

void pd_tree_read_whole(PdTree *tree) {
    tree->reads_whole = true;
}

static int open_component(int parent, const char *name) {
    int fd = openat(parent, name, OPEN_FOLDER | O_NOFOLLOW);
    int number = errno;
    close(parent);
    errno = number;
    return fd;
}

static int open_folder(const PdTree *tree, const char *folder) {
    int fd = openat(tree->fd, ".", OPEN_FOLDER);
    g_auto(GStrv) names = g_strsplit(folder, "/", -1);
    for (char **name = names; fd >= 0 && *name; name++)
        if (**name)
            fd = open_component(fd, *name);
    return fd;
}

/* Returns false for what is neither a folder nor a regular file. */
static bool look_at(int fd, const char *name, unsigned char type, bool *out_is_folder) {
    struct stat st;
    *out_is_folder = type == DT_DIR;
    if (type != DT_UNKNOWN)
        return type == DT_REG || type == DT_DIR;
    if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    *out_is_folder = S_ISDIR(st.st_mode);
    return S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);
}

/* Returns 0 or the errno of a failed read. */
static int read_entries(DIR *dir, PdListing *listing) {
    for (;;) {
        errno = 0;
        const struct dirent *found = readdir(dir);
        bool is_folder;
        if (!found)
            return errno;
        if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0 ||
            !look_at(dirfd(dir), found->d_name, found->d_type, &is_folder))
            continue;
        if (!pd_names_add(listing->names, found->d_name, is_folder))
            return errno;
    }
}

static PdListing *new_listing(PdTree *tree, int fd) {
    PdListing *listing = g_new(PdListing, 1);
    *listing = (PdListing){.tree = tree, .fd = fd, .device = device_of(fd)};
    return listing;
}

/* Where a long list cannot be kept outside of memory, it is kept inside. Returns 0 or errno. */
static int fill_listing(PdListing *listing, DIR *dir) {
    const size_t ROOMS[] = {MOST_NAME_BYTES, 0};
    int number = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(ROOMS); i++) {
        pd_names_free(listing->names);
        listing->names = pd_names_new(ROOMS[i]);
        rewinddir(dir);
        number = read_entries(dir, listing);
        if (number == 0 && pd_names_sort(listing->names))
            return 0;
        number = number ? number : errno;
    }
    return number;
}

PdListing *pd_tree_list(PdTree *tree, const char *folder, GError **error) {
    int fd = open_folder(tree, folder);
    int copy = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 3) : -1;
    DIR *dir = copy >= 0 ? fdopendir(copy) : NULL;
    int number = errno;
    if (!dir) {
        if (copy >= 0)
            close(copy);
        if (fd >= 0)
            close(fd);
        set_io_error(error, number);
        return NULL;
    }
    g_autoptr(PdListing) listing = new_listing(tree, fd);
    number = fill_listing(listing, dir);
    closedir(dir);
    if (number) {
        set_io_error(error, number);
        return NULL;
    }
    return g_steal_pointer(&listing);
}

void pd_listing_free(PdListing *listing) {
    if (!listing)
        return;
    pd_names_free(listing->names);
    close(listing->fd);
    g_free(listing);
}

size_t pd_listing_count(const PdListing *listing) {
    return pd_names_count(listing->names);
}

const char *pd_listing_name(const PdListing *listing, size_t at) {
    bool is_folder;
    return pd_names_at(listing->names, at, &is_folder);
}

bool pd_listing_is_folder(const PdListing *listing, size_t at) {
    bool is_folder = false;
    return pd_names_at(listing->names, at, &is_folder) && is_folder;
}

bool pd_listing_has(const PdListing *listing, const char *name) {
    bool is_folder;
    return pd_names_find(listing->names, name, &is_folder) && !is_folder;
}

int64_t pd_listing_device(const PdListing *listing) {
    return listing->device;
}

/* ---- files */

static PdFileStamp stamp_of(const struct stat *st) {
    return (PdFileStamp){.size_bytes = (uint64_t)st->st_size,
                         .inode = (uint64_t)st->st_ino,
                         .mtime_ns = (int64_t)st->st_mtim.tv_sec * NS_OF_SECOND + st->st_mtim.tv_nsec};
}

bool pd_listing_stamp(const PdListing *listing, const char *name, PdFileStamp *out) {
    struct stat st;
    *out = (PdFileStamp){0};
    if (fstatat(listing->fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno != ENOENT;
    if (S_ISREG(st.st_mode))
        *out = stamp_of(&st);
    return S_ISREG(st.st_mode);
}

bool pd_stamp_of(int fd, PdFileStamp *out) {
    struct stat st;
    if (fstat(fd, &st) != 0)
        return false;
    *out = stamp_of(&st);
    return true;
}

bool pd_stamp_of_path(const char *path, PdFileStamp *out) {
    struct stat st;
    if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    *out = stamp_of(&st);
    return true;
}

bool pd_stamp_is_coarse(const PdFileStamp *stamp, int64_t now_ns) {
    return stamp->mtime_ns % NS_OF_SECOND == 0 && now_ns >= stamp->mtime_ns && now_ns - stamp->mtime_ns < COARSE_NS;
}

/* The kernel stamps files by a clock that moves in ticks: two writes within one look like one. */
static bool was_written_this_tick(const struct stat *st, int64_t now_ns) {
    int64_t mtime_ns = stamp_of(st).mtime_ns;
    return mtime_ns >= now_ns && mtime_ns - now_ns < TICK_NS;
}

/* Returns 0 or errno. */
static int look_at_open_file(int fd, struct stat *st) {
    for (int ms = 0;; ms++) {
        int64_t now_ns = pd_clock_tick_ns();
        if (fstat(fd, st) != 0)
            return errno;
        if (!S_ISREG(st->st_mode) || !was_written_this_tick(st, now_ns) || ms == LONGEST_WAIT_MS)
            return 0;
        g_usleep(1000);
    }
}

/* Lets the disk work while earlier files are read. To ask for what is in memory already costs as much as to read it, so a
 * look at the first byte tells, and behind files that are in memory more and more are taken to be so, too. */
static void read_ahead(PdTree *tree, int fd, off_t size) {
    uint8_t first;
    struct iovec part = {&first, 1};
    if (tree->n_unasked > 0) {
        tree->n_unasked--;
        return;
    }
    /* no more than what is asked for, unless that is all */
    posix_fadvise(fd, 0, 0, tree->reads_whole ? POSIX_FADV_SEQUENTIAL : POSIX_FADV_RANDOM);
    if (preadv2(fd, &part, 1, 0, RWF_NOWAIT) >= 0) {
        tree->n_trusted = MIN(2 * tree->n_trusted + 1, MOST_TRUSTED);
        tree->n_unasked = tree->n_trusted;
        return;
    }
    tree->n_trusted = 0;
    posix_fadvise(fd, 0, READ_AHEAD, POSIX_FADV_WILLNEED);
    if (size > READ_AHEAD)
        posix_fadvise(fd, size - READ_TAIL, READ_TAIL, POSIX_FADV_WILLNEED);
}

/* O_NONBLOCK: a FIFO put in the file's place must not hang the open. */
int pd_listing_open(const PdListing *listing, const char *name, PdFileStamp *out_stamp, GError **error) {
    struct stat st = {0};
    int fd = openat(listing->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    int number = fd < 0 ? errno : look_at_open_file(fd, &st);
    if (number) {
        g_set_error_literal(error, PD_ERROR, number == ENOENT ? PD_ERROR_NOT_FOUND : PD_ERROR_IO, g_strerror(number));
    } else if (!S_ISREG(st.st_mode)) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_IO, "it is no regular file any more");
    } else {
        *out_stamp = stamp_of(&st);
        read_ahead(listing->tree, fd, st.st_size);
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}
