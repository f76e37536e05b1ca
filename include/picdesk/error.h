/* The one error domain of picdesk.
 *
 * A function that can fail takes a `GError **error` last and returns false or NULL on failure. Messages are one line of
 * text without a trailing full stop, written where the cause is known; callers put only what they know in front (the
 * file's name). Damage inside a file is not an error: it is a list of problems beside a partial result.
 */
#ifndef PICDESK_ERROR_H
#define PICDESK_ERROR_H

#include <glib.h>

G_BEGIN_DECLS

/* The domain for g_error_matches() and g_set_error(). Thread-safe. */
GQuark pd_error_quark(void);
#define PD_ERROR (pd_error_quark())

typedef enum {
    PD_ERROR_ARG = 1,   /* the caller asked for something that makes no sense */
    PD_ERROR_IO,        /* the machine refused: open, read, write */
    PD_ERROR_FORMAT,    /* the bytes are not of this format at all */
    PD_ERROR_LIMIT,     /* a limit of PdLimits was reached before anything could be given */
    PD_ERROR_NOT_FOUND, /* the thing named does not exist */
    PD_ERROR_STORE,     /* the catalogue failed, is none, or is newer than this program */
    PD_ERROR_CANCELLED  /* a signal or the caller ended it; what was done is kept */
} PdErrorCode;

G_END_DECLS

#endif
