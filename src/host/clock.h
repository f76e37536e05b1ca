/* The clock. */
#ifndef PICDESK_HOST_CLOCK_H
#define PICDESK_HOST_CLOCK_H

#include <stdint.h>

int64_t pd_clock_now_us(void);       /* unix time in microseconds, UTC; may jump */
int64_t pd_clock_monotonic_us(void); /* since an unknown moment; never goes back */
int64_t pd_clock_tick_ns(void);      /* unix time in nanoseconds as the kernel stamps files: of its last tick */

#endif
