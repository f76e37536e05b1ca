/* Room whose bytes mean nothing for now: a look at them is reported by the address sanitizer, and costs nothing without. */
#ifndef PICDESK_BASE_ABSENT_H
#define PICDESK_BASE_ABSENT_H

#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__)
#define PD_HAS_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PD_HAS_ADDRESS_SANITIZER 1
#endif
#endif

#ifdef PD_HAS_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#endif

/* From here on only the first n bytes of the room may be looked at or written. */
static inline void pd_absent_behind(const void *room, size_t room_bytes, size_t n) {
#ifdef PD_HAS_ADDRESS_SANITIZER
    __asan_unpoison_memory_region(room, room_bytes);
    __asan_poison_memory_region((const char *)room + n, room_bytes - n);
#else
    (void)room, (void)room_bytes, (void)n;
#endif
}

#endif
