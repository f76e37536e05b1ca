/* Where things stand on this machine. */
#ifndef PICDESK_HOST_PLACE_H
#define PICDESK_HOST_PLACE_H

#include <stdbool.h>

#include <glib.h>

/* Whether a path names a regular file (symbolic links followed). */
bool pd_host_is_file(const char *path);

/* The path of picdesk's file with this name in the XDG config directory; the file need not exist. (transfer full): g_free().
 */
char *pd_host_config_path(const char *name);

#endif
