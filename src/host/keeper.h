/* The keeper: a process forked before anything worth keeping is open, which makes the readers. So a reader never has the
 * catalogue's memory, its mappings or its descriptors, even when it takes the place of one that died in the middle of a run.
 */
#ifndef PICDESK_HOST_KEEPER_H
#define PICDESK_HOST_KEEPER_H

#include "host/job.h"
#include "host/wire.h"

typedef struct {
    PdJobFunc job;
    void (*prepare)(void); /* (nullable) run once, before the first jail shuts */
    bool is_jailed;
    bool is_silent;      /* what its readers write on standard error is lost */
    size_t memory_bytes; /* of one reader */
    size_t answer_bytes; /* of one answer */
    uint8_t *pages;      /* shared; one page of page_bytes for each reader */
    size_t page_bytes, n_pages;
} PdKeeperPlan;

/* Forks the keeper; *out_socket: for pd_keeper_hire(), closed by the caller, which ends it. PD_ERROR_IO. Returns its process
 * id, -1 on failure. */
pid_t pd_keeper_start(const PdKeeperPlan *plan, int *out_socket, GError **error);
/* Has a reader made that is a child of this process; slot: which page it gets; its end of a socket is given away and stays
 * the caller's to close. Returns its process id, -1 with PD_ERROR_IO. */
pid_t pd_keeper_hire(int keeper, unsigned slot, int socket, GError **error);

#endif
