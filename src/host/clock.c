/* The clock (host/clock.h). */
#include "host/clock.h"

#include <time.h>

#include <glib.h>

int64_t pd_clock_now_us(void) {
    return g_get_real_time();
}

int64_t pd_clock_monotonic_us(void) {
    return g_get_monotonic_time();
}

int64_t pd_clock_tick_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
