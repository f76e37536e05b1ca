/* Chance. */
#ifndef PICDESK_HOST_CHANCE_H
#define PICDESK_HOST_CHANCE_H

#include <stddef.h>
#include <stdint.h>

/* Fills with random bytes from the system, at most 256. */
void pd_chance_bytes(uint8_t *out, size_t len);

#endif
