/* Reading files (include: host/file.h). */
#include "host/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>
#include <linux/openat2.h>

#include "host/wire.h"
#include "picdesk/error.h"

static void set_io_error(GError **error, const char *path, const char *why) {
    g_set_error(error, PD_ERROR, PD_ERROR_IO, "cannot read '%s': %s", path, why);
}

/* O_NONBLOCK: a FIFO must not hang the open; it is refused right after. */
static int open_input(const char *path, struct stat *out_stat, GError **error) {
    bool is_stdin = g_strcmp0(path, "-") == 0;
    int fd = is_stdin ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 || fstat(fd, out_stat) != 0) {
        set_io_error(error, path, g_strerror(errno));
        if (fd >= 0)
            close(fd);
        return -1;
    }
    if (!is_stdin && !S_ISREG(out_stat->st_mode)) {
        set_io_error(error, path, S_ISDIR(out_stat->st_mode) ? "it is a directory" : "it is not a regular file");
        close(fd);
        return -1;
    }
    return fd;
}

static GByteArray *read_up_to(int fd, size_t max, const char *path, GError **error) {
    GByteArray *bytes = g_byte_array_new();
    uint8_t chunk[65536];
    while (bytes->len < max) {
        ssize_t n = read(fd, chunk, MIN(sizeof chunk, max - bytes->len));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            set_io_error(error, path, g_strerror(errno));
            g_byte_array_unref(bytes);
            return NULL;
        }
        if (n == 0)
            break;
        g_byte_array_append(bytes, chunk, (guint)n);
    }
    return bytes;
}

GBytes *pd_host_read_start(const char *path, size_t max, uint64_t *out_file_bytes, GError **error) {
    struct stat st;
    int fd = open_input(path, &st, error);
    if (fd < 0)
        return NULL;
    GByteArray *bytes = read_up_to(fd, max, path, error);
    close(fd);
    if (!bytes)
        return NULL;
    uint64_t stated = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
    *out_file_bytes = MAX(stated, (uint64_t)bytes->len);
    return g_byte_array_free_to_bytes(bytes);
}

GBytes *pd_host_read(const char *path, size_t max, GError **error) {
    uint64_t file_bytes;
    g_autoptr(GBytes) bytes = pd_host_read_start(path, max + 1, &file_bytes, error);
    if (bytes && g_bytes_get_size(bytes) > max) {
        g_set_error(error, PD_ERROR, PD_ERROR_LIMIT, "'%s' is longer than %zu bytes", path, max);
        return NULL;
    }
    return g_steal_pointer(&bytes);
}

static int set_errno_error(GError **error, int fd, int number) {
    g_set_error_literal(error, PD_ERROR, PD_ERROR_IO, g_strerror(number));
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Standard input may be a pipe, which has no places to read from. */
static int keep_input(size_t max, uint64_t *out_size, GError **error) {
    int fd = pd_wire_lift(memfd_create("input", MFD_CLOEXEC)); /* nothing is to be printed into it */
    uint8_t chunk[65536];
    size_t len = 0;
    if (fd < 0)
        return set_errno_error(error, fd, errno);
    while (len < max) {
        ssize_t n = read(STDIN_FILENO, chunk, MIN(sizeof chunk, max - len));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || (n > 0 && pwrite(fd, chunk, (size_t)n, (off_t)len) != n))
            return set_errno_error(error, fd, errno);
        if (n == 0)
            break;
        len += (size_t)n;
    }
    *out_size = len;
    return fd;
}

/* A kernel before openat2 (5.6) looks at the last component only. */
static int open_straight(const char *path, int flags) {
    struct open_how how = {.flags = (unsigned)flags, .resolve = RESOLVE_NO_SYMLINKS};
    int fd = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
    return fd < 0 && errno == ENOSYS ? open(path, flags | O_NOFOLLOW) : fd;
}

/* O_NONBLOCK: a FIFO must not hang the open; it is refused right after. */
int pd_host_open(const char *path, bool follows_links, size_t max, uint64_t *out_size, GError **error) {
    const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    struct stat st;
    if (strcmp(path, "-") == 0)
        return keep_input(max, out_size, error);
    int fd = follows_links ? open(path, flags) : open_straight(path, flags);
    if (fd < 0 || fstat(fd, &st) != 0)
        return set_errno_error(error, fd, errno);
    if (!S_ISREG(st.st_mode)) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_IO,
                            S_ISDIR(st.st_mode) ? "it is a directory" : "it is not a regular file");
        close(fd);
        return -1;
    }
    *out_size = (uint64_t)st.st_size;
    return fd;
}

bool pd_host_make_parent(const char *path, GError **error) {
    g_autofree char *folder = g_path_get_dirname(path);
    if (g_mkdir_with_parents(folder, 0700) == 0)
        return true;
    g_set_error(error, PD_ERROR, PD_ERROR_IO, "cannot make the folder '%s': %s", folder, g_strerror(errno));
    return false;
}

bool pd_host_write(const char *path, const char *text, size_t len, GError **error) {
    g_autoptr(GError) cause = NULL;
    if (g_file_set_contents_full(path, text, (gssize)len, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &cause))
        return true;
    const char *why = strrchr(cause->message, ':'); /* before it stands the name of an unfinished file */
    g_set_error(error, PD_ERROR, PD_ERROR_IO, "cannot write '%s'%s", path, why ? why : "");
    return false;
}

char *pd_host_absolute(const char *path) {
    return g_canonicalize_filename(path, NULL);
}

PdPathKind pd_host_path_kind(const char *path) {
    struct stat st;
    if (stat(path, &st) != 0)
        return PD_PATH_NONE;
    return S_ISREG(st.st_mode) ? PD_PATH_FILE : S_ISDIR(st.st_mode) ? PD_PATH_FOLDER : PD_PATH_OTHER;
}

char *pd_host_real_path(const char *path) {
    char *real = realpath(path, NULL);
    char *copy = g_strdup(real);
    free(real);
    return copy;
}

bool pd_host_is_network(const char *path) {
    struct statfs fs;
    if (statfs(path, &fs) != 0)
        return false;
    switch ((uint32_t)fs.f_type) {
    case NFS_SUPER_MAGIC:
    case SMB_SUPER_MAGIC:
    case SMB2_SUPER_MAGIC:
    case CIFS_SUPER_MAGIC:
    case AFS_SUPER_MAGIC:
    case V9FS_MAGIC:
    case CEPH_SUPER_MAGIC:
        return true;
    default:
        return false;
    }
}

static void sync_folder_of(const char *path) {
    g_autofree char *folder = g_path_get_dirname(path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

static bool write_all(int fd, const uint8_t *data, size_t len) {
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return fdatasync(fd) == 0;
}

/* It gets its name last (open(2), O_TMPFILE): what is ended before leaves nothing behind. */
bool pd_host_make_whole(const char *path, const void *data, size_t len) {
    g_autofree char *folder = g_path_get_dirname(path);
    int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0644);
    if (fd < 0)
        return false;
    g_autofree char *unnamed = g_strdup_printf("/proc/self/fd/%d", fd);
    bool is_made = write_all(fd, data, len) && linkat(AT_FDCWD, unnamed, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
    close(fd);
    if (is_made)
        sync_folder_of(path);
    return is_made;
}

/* A link fails where a file of that name is; file systems without links get a plain renaming. */
bool pd_host_publish(const char *unfinished, const char *path, GError **error) {
    bool is_named = link(unfinished, path) == 0;
    if (is_named)
        unlink(unfinished);
    else if (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS)
        is_named = rename(unfinished, path) == 0;
    if (!is_named) {
        g_set_error(error, PD_ERROR, PD_ERROR_IO, "cannot make '%s': %s", path, g_strerror(errno));
        return false;
    }
    sync_folder_of(path);
    return true;
}

bool pd_host_replace(const char *unfinished, const char *path, GError **error) {
    if (rename(unfinished, path) != 0) {
        g_set_error(error, PD_ERROR, PD_ERROR_IO, "cannot replace '%s': %s", path, g_strerror(errno));
        return false;
    }
    sync_folder_of(path);
    return true;
}

void pd_host_remove(const char *path) {
    unlink(path);
}

const char *pd_host_name(void) {
    return g_get_host_name();
}
