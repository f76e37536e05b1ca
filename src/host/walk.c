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

#include "picdesk/error.h"

#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_CLOEXEC)
#define READ_AHEAD (64 << 10)  /* metadata stands in front, */
#define READ_TAIL (16 << 10)   /* and the end of the picture is part of its key */
#define MOST_TRUSTED 15        /* files that are not asked about behind one that is in memory */
#define CIFS_MAGIC 0xFF534D42u /* linux/magic.h of older kernels lacks it */

struct PdTree {
    int fd;
    bool has_stable_inodes;
    unsigned n_trusted, n_unasked; /* of files taken to be in memory, in a row */
};

static void set_io_error(GError **error, int number) {
    g_set_error_literal(error, PD_ERROR, PD_ERROR_IO, g_strerror(number));
}

static bool numbers_inodes_itself(int fd) {
    struct statfs fs;
    if (fstatfs(fd, &fs) != 0)
        return true;
    switch ((uint32_t)fs.f_type) {
    case MSDOS_SUPER_MAGIC:
    case FUSE_SUPER_MAGIC:
    case SMB_SUPER_MAGIC:
    case SMB2_SUPER_MAGIC:
    case CIFS_MAGIC:
    case 0x2011BAB0u: /* exFAT */
        return false;
    default:
        return true;
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
    tree->has_stable_inodes = numbers_inodes_itself(fd);
    return tree;
}

void pd_tree_close(PdTree *tree) {
    if (!tree)
        return;
    close(tree->fd);
    g_free(tree);
}

bool pd_tree_has_stable_inodes(const PdTree *tree) {
    return tree->has_stable_inodes;
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

static PdFileStamp stamp_of(const struct stat *st) {
    return (PdFileStamp){.size_bytes = (uint64_t)st->st_size,
                         .inode = (uint64_t)st->st_ino,
                         .mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec};
}

/* Returns false for what is neither a folder nor a regular file. A file that cannot be looked at is kept with an empty
 * stamp: reading it will say why. */
static bool look_at(int fd, const char *name, unsigned char type, bool looks_at_files, PdEntry *out) {
    struct stat st;
    *out = (PdEntry){.is_folder = type == DT_DIR};
    if (type != DT_REG && type != DT_DIR && type != DT_UNKNOWN)
        return false;
    if (type == DT_DIR || (type == DT_REG && !looks_at_files))
        return true;
    out->has_stamp = true;
    if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno != ENOENT && type == DT_REG;
    out->is_folder = S_ISDIR(st.st_mode);
    if (S_ISREG(st.st_mode))
        out->stamp = stamp_of(&st);
    return S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const PdEntry *)a)->name, ((const PdEntry *)b)->name);
}

/* Returns 0 or the errno of a failed read. */
static int read_entries(DIR *dir, bool looks_at_files, GArray *entries, GStringChunk *names) {
    for (;;) {
        errno = 0;
        const struct dirent *found = readdir(dir);
        if (!found)
            return errno;
        PdEntry entry;
        if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0 ||
            !look_at(dirfd(dir), found->d_name, found->d_type, looks_at_files, &entry))
            continue;
        entry.name = g_string_chunk_insert(names, found->d_name);
        g_array_append_val(entries, entry);
    }
}

/* Returns 0 or the errno of a failed read; a part was listed then. */
static int fill(PdListing *listing, DIR *dir, bool looks_at_files) {
    g_autoptr(GArray) entries = g_array_new(FALSE, TRUE, sizeof(PdEntry));
    gsize n = 0;
    int number = read_entries(dir, looks_at_files, entries, listing->names);
    listing->entries = g_array_steal(entries, &n);
    listing->n_entries = n;
    if (n > 1)
        qsort(listing->entries, n, sizeof(PdEntry), by_name);
    return number;
}

PdListing *pd_tree_list(PdTree *tree, const char *folder, bool looks_at_files, GError **error) {
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
    PdListing *listing = g_new0(PdListing, 1);
    *listing = (PdListing){.fd = fd, .names = g_string_chunk_new(4096), .tree = tree};
    number = fill(listing, dir, looks_at_files);
    closedir(dir);
    if (number == 0)
        return listing;
    pd_listing_free(listing);
    set_io_error(error, number);
    return NULL;
}

void pd_listing_free(PdListing *listing) {
    if (!listing)
        return;
    g_string_chunk_free(listing->names);
    g_free(listing->entries);
    close(listing->fd);
    g_free(listing);
}

PdEntry *pd_listing_find(const PdListing *listing, const char *name) {
    PdEntry key = {.name = (char *)name};
    return listing->n_entries ? bsearch(&key, listing->entries, listing->n_entries, sizeof key, by_name) : NULL;
}

void pd_listing_look(const PdListing *listing, PdEntry *entry) {
    struct stat st;
    if (!entry->has_stamp && fstatat(listing->fd, entry->name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
        entry->stamp = stamp_of(&st);
    entry->has_stamp = true;
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
    struct stat st;
    int fd = openat(listing->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        set_io_error(error, errno);
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
