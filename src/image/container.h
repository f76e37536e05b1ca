/* A container: an image format whose segments, chunks or boxes are walked to find size, coded image and metadata blocks.
 * One file under image/container and one row in containers.def. */
#ifndef PICDESK_IMAGE_CONTAINER_H
#define PICDESK_IMAGE_CONTAINER_H

#include "image/reading.h"

typedef struct {
    const char *name;
    const char *help; /* one line: what is read of it */
    /* The format these bytes are, PD_FORMAT_UNKNOWN when they are none of this container's. */
    PdFormat (*sniff)(const uint8_t *data, size_t len);
    /* (nullable) How many of the first bytes tell all but what the last ones do (pd_image_head_bytes()). */
    size_t (*head_bytes)(const uint8_t *head, size_t len);
    /* Walks the file; what is damaged becomes problems. */
    void (*read)(PdReading *reading);
} PdContainer;

/* The table, NULL-terminated; the first row that knows the bytes reads them. */
extern const PdContainer *const pd_containers[];

#endif
