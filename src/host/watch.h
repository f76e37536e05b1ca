/* Hearing of changes in folders (inotify(7)). What is heard is a hint where to look, no more: names are looked at afresh. */
#ifndef PICDESK_HOST_WATCH_H
#define PICDESK_HOST_WATCH_H

#include <stdbool.h>

#include <glib.h>

typedef struct PdWatch PdWatch;

/* PD_ERROR_IO. (transfer full): pd_watch_free(). */
PdWatch *pd_watch_new(GError **error);
void pd_watch_free(PdWatch *watch); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdWatch, pd_watch_free)

/* Listens to a folder, not to those in it; to be called before it is listed, so that nothing is missed in between. A folder
 * that is gone meanwhile is no failure. PD_ERROR_IO names the folder, and the way out when the machine watches too many. */
bool pd_watch_add(PdWatch *watch, const char *folder, GError **error);
bool pd_watch_has(const PdWatch *watch, const char *folder);

/* Waits for a change, and on until nothing changes for quiet_ms, but not beyond ten times that. Returns the folders whose
 * entries changed, sorted; *out_is_lost: there were too many changes, anything may have changed. NULL and
 * PD_ERROR_CANCELLED after a signal, PD_ERROR_IO. (transfer full): g_ptr_array_unref(), of char *. */
GPtrArray *pd_watch_wait(PdWatch *watch, int quiet_ms, bool *out_is_lost, GError **error);

#endif
