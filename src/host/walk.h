/* Walking a tree of folders: listing one folder at a time, and reading the regular files in it.
 *
 * Folders are opened component by component from the tree's root without following symbolic links, so that nothing outside
 * the tree is reached however the tree changes meanwhile, and no path is too long. A listing holds two descriptors at most.
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

/* Whether inode numbers stay the same on this file system (not on FAT, network and FUSE ones). */
bool pd_tree_has_stable_inodes(const PdTree *tree);

/* What tells whether a file changed. */
typedef struct {
    uint64_t size_bytes, inode;
    int64_t mtime_ns;
} PdFileStamp;

typedef struct {
    char *name; /* bytes */
    bool is_folder;
    bool has_stamp;    /* it was looked at */
    PdFileStamp stamp; /* of a file; all zero when it cannot be told, or was not looked at */
} PdEntry;

/* One folder's regular files and folders in the order of their names, everything else left out. */
typedef struct PdListing {
    PdEntry *entries;
    size_t n_entries;
    int fd; /* of the folder */
    GStringChunk *names;
    PdTree *tree; /* (transfer none) to be closed after the listing is freed */
} PdListing;

/* Lists a folder below the root ("" for the root itself). looks_at_files: every file's stamp is wanted; else a file is
 * looked at only where the folder does not say what kind it is of. PD_ERROR_IO, also when only a part could be listed.
 * (transfer full): pd_listing_free(). */
PdListing *pd_tree_list(PdTree *tree, const char *folder, bool looks_at_files, GError **error);
void pd_listing_free(PdListing *listing); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdListing, pd_listing_free)

/* The entry with this name, NULL when there is none. (transfer none) */
PdEntry *pd_listing_find(const PdListing *listing, const char *name);

/* Gives an entry its stamp, if it has none. */
void pd_listing_look(const PdListing *listing, PdEntry *entry);

/* Opens a file for reading; out_stamp: as it was then. Nothing but a regular file is opened, and no symbolic link followed.
 * The message of PD_ERROR_IO does not name the file. Returns a descriptor, which the caller closes, or -1. */
int pd_listing_open(const PdListing *listing, const char *name, PdFileStamp *out_stamp, GError **error);

#endif
