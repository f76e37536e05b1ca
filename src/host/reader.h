/* A reader: the process that does jobs inside the jail. */
#ifndef PICDESK_HOST_READER_H
#define PICDESK_HOST_READER_H

#include "host/job.h"
#include "host/sandbox.h"
#include "host/wire.h"

typedef struct {
    PdJobFunc job;
    const PdSandbox *sandbox; /* (nullable): without a jail */
    PdWirePage *page;         /* its own shared page */
    pid_t parent;             /* it ends with this process */
    size_t answer_bytes;      /* a longer answer is a broken cap */
} PdReader;

/* Answers on PD_SANDBOX_SOCKET until it is closed; never returns. The process has no other descriptors but 0 to 2. */
void pd_reader_run(const PdReader *reader) G_GNUC_NORETURN;

#endif
