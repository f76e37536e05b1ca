/* Files: the only place that opens them. Paths are bytes. */
#ifndef PICDESK_HOST_FILE_H
#define PICDESK_HOST_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/* The bytes of a regular file, at most max of them; "-" is standard input. Special files are refused, symbolic links named
 * by the user are followed. The message of PD_ERROR_IO names the file; PD_ERROR_LIMIT when it is longer. (transfer full):
 * g_bytes_unref(). */
GBytes *pd_host_read(const char *path, size_t max, GError **error);

/* The same for an image: a bounded beginning may be enough, so a longer file is no error: out_file_bytes gets the whole
 * size, and the bytes given are the first max of it. */
GBytes *pd_host_read_start(const char *path, size_t max, uint64_t *out_file_bytes, GError **error);

/* Opens a regular file for others to read; "-" is standard input, kept in memory up to max bytes. Without follows_links no
 * symbolic link anywhere in the path is followed. *out_size: in bytes. The message of PD_ERROR_IO does not name the file.
 * Returns a descriptor, which the caller closes, or -1. */
int pd_host_open(const char *path, bool follows_links, size_t max, uint64_t *out_size, GError **error);

/* Writes a whole file, in the place of the one that is there; a reader sees the old one or the new one. PD_ERROR_IO. */
bool pd_host_write(const char *path, const char *text, size_t len, GError **error);

/* Makes a file of that content which is there whole and for good, or not at all. False when there is something of that name
 * already, and when it cannot be done so, as on some file systems. */
bool pd_host_make_whole(const char *path, const void *data, size_t len);

/* Makes the folders above a path, mode 0700. PD_ERROR_IO. */
bool pd_host_make_parent(const char *path, GError **error);

/* The path made absolute against the working directory, "." and ".." and doubled slashes resolved textually; symbolic
 * links stay. (transfer full): g_free(). */
char *pd_host_absolute(const char *path);

typedef enum { PD_PATH_NONE, PD_PATH_FILE, PD_PATH_FOLDER, PD_PATH_OTHER } PdPathKind;

/* What stands at a path, symbolic links followed; PD_PATH_NONE also when it cannot be seen. */
PdPathKind pd_host_path_kind(const char *path);

/* The same path without symbolic links, NULL when there is nothing. (transfer full): g_free(). */
char *pd_host_real_path(const char *path);

/* Whether a path lies on a file system that other machines may use at the same time. */
bool pd_host_is_network(const char *path);

/* Gives a finished file its name, unless there is one of that name, and makes it last through a power cut. PD_ERROR_IO. */
bool pd_host_publish(const char *unfinished, const char *path, GError **error);
/* The same in place of the file that has the name. PD_ERROR_IO. */
bool pd_host_replace(const char *unfinished, const char *path, GError **error);
/* Removes a file of ours; says nothing when there is none. */
void pd_host_remove(const char *path);

/* The name of this machine; (transfer none), valid for ever. */
const char *pd_host_name(void);

#endif
