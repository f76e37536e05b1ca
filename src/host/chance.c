/* Chance (host/chance.h). */
#include "host/chance.h"

#include <sys/random.h>

#include <glib.h>

/* Up to 256 bytes come whole; without the system call (an old kernel) GLib's generator, seeded by time and process, is
 * enough for names that must only differ. */
void pd_chance_bytes(uint8_t *out, size_t len) {
    g_assert(len <= 256);
    if (getrandom(out, len, 0) == (ssize_t)len)
        return;
    for (size_t i = 0; i < len; i++)
        out[i] = (uint8_t)g_random_int_range(0, 256);
}
