/* The clock (host/clock.h). */
#include "host/clock.h"

#include <glib.h>

int64_t pd_clock_now_us(void) {
    return g_get_real_time();
}

int64_t pd_clock_monotonic_us(void) {
    return g_get_monotonic_time();
}
