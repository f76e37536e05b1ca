/* What parent, keeper and readers say to each other. Both ends are one program on one machine, so numbers go as they are. */
#ifndef PICDESK_HOST_WIRE_H
#define PICDESK_HOST_WIRE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "host/job.h"
#include "host/sandbox.h"

/* Jobs of one message, and the bytes of the longest one. */
enum { PD_WIRE_JOBS = 32, PD_WIRE_FILES = PD_WIRE_JOBS * 2 };

typedef struct {
    uint64_t number; /* of the job, from 1 */
    uint32_t request_len;
    uint32_t n_files;
    uint64_t size_bytes[PD_JOB_FILES];
} PdWireJob; /* the request follows */

enum { PD_WIRE_BYTES = PD_WIRE_JOBS * (int)(sizeof(PdWireJob) + PD_JOB_REQUEST_BYTES) };

typedef struct {
    uint64_t number; /* PD_WIRE_HELLO: the answer is PdSandboxLayers */
    uint64_t len;
} PdWireAnswer; /* the answer follows; both may lie in several messages */

#define PD_WIRE_HELLO UINT64_MAX

/* A page that a reader shares with the parent. */
typedef struct {
    uint64_t in_work;    /* number of the job, 0 = none; set before its files are touched */
    uint64_t done_bytes; /* of that job's first file, as far as it said so */
    uint32_t is_refused; /* memory was refused */
} PdWirePage;

/* Moves a descriptor off the standard streams' numbers, which may be free, so that nothing printed ever goes into it.
 * Returns its new number, -1 with errno; the old one is closed. */
int pd_wire_lift(int fd);
/* A pair of connected sockets, lifted. False with errno. */
bool pd_wire_pair(int ends[2]);
/* Sends one message with descriptors; MSG_NOSIGNAL. False with errno. */
bool pd_wire_send(int socket, const void *data, size_t len, const int *fds, size_t n_fds);
/* Receives one message and at most max_fds descriptors. Returns its length, 0 at the end, -1 with errno. */
ssize_t pd_wire_receive(int socket, void *data, size_t size, int *fds, size_t max_fds, size_t *out_n_fds);

#endif
