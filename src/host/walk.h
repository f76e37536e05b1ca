/* Walking a tree of folders: listing one folder at a time, and reading the regular files in it.
 *
 * Folders are opened component by component from the tree's root without following symbolic links, so that nothing outside
 * the tree is reached however the tree changes meanwhile, and no path is too long. A listing holds three descriptors at
 * most.
 */
#ifndef PICDESK_HOST_WALK_H
#define PICDESK_HOST_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

typedef struct PdTree PdTree;

/* Opens the root of a tree; the root itself may be a symbolic link. PD_ERROR_IO names it. (transfer full): pd_tree_close().
 */
PdTree *pd_tree_open(const char *path, GError **error);
void pd_tree_close(PdTree *tree); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdTree, pd_tree_close)

/* Files that are opened from now on are read from end to end, not here and there. */
void pd_tree_read_whole(PdTree *tree);

/* What tells whether a file changed. */
typedef struct {
    uint64_t size_bytes, inode;
    int64_t mtime_ns;
} PdFileStamp;

/* One folder's regular files and folders in the order of their names, everything else left out. A folder may hold many
 * millions: beyond some hundred thousand the names lie in a nameless temporary file. To be freed before its tree is closed.
 */
typedef struct PdListing PdListing;

/* Lists a folder below the root ("" for the root itself). PD_ERROR_IO, also when only a part could be listed.
 * (transfer full): pd_listing_free(). */
PdListing *pd_tree_list(PdTree *tree, const char *folder, GError **error);
void pd_listing_free(PdListing *listing); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdListing, pd_listing_free)

size_t pd_listing_count(const PdListing *listing);
/* Bytes; (transfer none) until another place is asked for. at: below the count. NULL when a long list cannot
 * be read again. */
const char *pd_listing_name(const PdListing *listing, size_t at);
bool pd_listing_is_folder(const PdListing *listing, size_t at);
/* Whether there is a file with this name. */
bool pd_listing_has(const PdListing *listing, const char *name);
/* What the folder lies on, the same as long as it is not another disk; 0 where that cannot be told, or where inode numbers
 * do not stay the same either (FAT, network and FUSE ones): then neither is to be compared. */
int64_t pd_listing_device(const PdListing *listing);

/* Looks at a file anew; all zero when that is refused. False when there is no such file any more. */
bool pd_listing_stamp(const PdListing *listing, const char *name, PdFileStamp *out);
/* Opens a file for reading; out_stamp: as it was then. Nothing but a regular file is opened, and no symbolic link followed.
 * What is written to it later gives it another time, as far as the disk's clock is fine enough: a file that was written this
 * very moment is waited for. The message of PD_ERROR_IO does not name the file; PD_ERROR_NOT_FOUND: it is gone. Returns a
 * descriptor, which the caller closes, or -1. */
int pd_listing_open(const PdListing *listing, const char *name, PdFileStamp *out_stamp, GError **error);

/* An open file's stamp. False when it cannot be told. */
bool pd_stamp_of(int fd, PdFileStamp *out);
/* That of the file at a path, no symbolic link followed. False when there is none. */
bool pd_stamp_of_path(const char *path, PdFileStamp *out);
/* Whether a file with this time may be written again without getting another one: its disk counts whole seconds, and it was
 * written in this one. now_ns: unix time. */
bool pd_stamp_is_coarse(const PdFileStamp *stamp, int64_t now_ns);

#endif
