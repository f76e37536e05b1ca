/* A crew: jailed readers that do jobs for the program, several at once, and give the answers back in the order asked.
 *
 * A reader that crashes, hangs or breaks a cap is replaced, and what it had is done again. The job it was at is tried once
 * more, alone in a fresh reader, before it ends with the reason: the fault may be that of an earlier file, which took the
 * reader over, or of whoever killed it. One thread uses a crew. Readers end with the program however it ends.
 */
#ifndef PICDESK_HOST_CREW_H
#define PICDESK_HOST_CREW_H

#include "host/job.h"
#include "host/sandbox.h"

typedef struct PdCrew PdCrew;

typedef struct {
    PdJobFunc job;         /* what a reader does; it runs in the readers */
    void (*prepare)(void); /* (nullable) run before the jail shuts: what opens tables */
    unsigned n_readers;    /* 0 = one for each processor */
    unsigned n_most;       /* not more than this, 0 = any number */
    unsigned n_together;   /* jobs handed over at once, 1 to 32; 0 = 32. Few for dear jobs */
    bool is_unjailed;      /* no jail, for profilers */
    bool is_strict;        /* no crew rather than one whose jail lacks a layer */
    uint32_t cpu_ms;       /* of one job; 0 = 8,000. More for what it tells to have done, at least a second for 8 MB */
    uint32_t wall_ms;      /* of one job that waits, for a disk perhaps; 0 = 60,000. Anew for each MiB that it tells */
    size_t memory_bytes;   /* of one reader, mapped files not counted; 0 = 512 MiB */
    size_t answer_bytes;   /* of one answer; 0 = 16 MiB */
} PdCrewOptions;

/* Forks a keeper, from which readers come when there is work: to be called before anything worth keeping is open.
 * PD_ERROR_IO when it cannot be started; PD_ERROR_ARG when is_strict and a layer is missing, named in the message. (transfer
 * full): pd_crew_free(). */
PdCrew *pd_crew_new(const PdCrewOptions *options, GError **error);
void pd_crew_free(PdCrew *crew); /* accepts NULL; jobs that were not done are dropped */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdCrew, pd_crew_free)

typedef enum {
    PD_JOB_DONE = 0,
    PD_JOB_CRASH,   /* the reader died, did what it must not, or answered nonsense */
    PD_JOB_TIMEOUT, /* it did not come to an end */
    PD_JOB_LIMIT,   /* it wanted too much memory, or its answer was too long */
    PD_JOB_STALL    /* it came to no end and did hardly anything: rather the disk's fault than the file's */
} PdJobEnd;

/* "crash", "timeout" (also for a stall), "limit"; NULL for PD_JOB_DONE. (transfer none) */
const char *pd_job_end_name(PdJobEnd end);

/* Takes the answer, which nobody vouches for. Returns false when it makes no sense: the reader is ended then, the job done
 * once more by a fresh one, and the function called again, at last with PD_JOB_CRASH. It must not give the crew new tasks.
 */
typedef bool (*PdJobDoneFunc)(PdJobEnd end, const uint8_t *answer, size_t len, void *user);

typedef struct {
    PdJobFile files[PD_JOB_FILES]; /* (transfer full): the crew closes them when the task is over, after done */
    size_t n_files;
    const void *request; /* (nullable) copied */
    size_t request_len;  /* at most PD_JOB_REQUEST_BYTES */
    bool is_note;        /* for no reader: done is called in its turn, without an answer */
    PdJobDoneFunc done;
    void *user;
    GDestroyNotify free_user; /* (nullable) called when the task is over or dropped */
} PdTask;

/* Adds a task. Answers of earlier ones may be given out meanwhile, always in the order asked. False with PD_ERROR_CANCELLED
 * after a signal (host/signal.h), PD_ERROR_IO when there is no reader left and none can be started; the task is dropped. */
bool pd_crew_add(PdCrew *crew, const PdTask *task, GError **error);
/* Hears what readers say and gives them what waits, without giving anything out: for a caller, even inside a done function,
 * that is busy with something else for more than a millisecond. */
void pd_crew_tend(PdCrew *crew);
/* Waits until all tasks are done; errors as above, which drop the rest. */
bool pd_crew_finish(PdCrew *crew, GError **error);
/* How many descriptors a caller may hold in tasks at once. */
size_t pd_crew_room(const PdCrew *crew);

/* The layers that hold around the first reader; waits for it. */
bool pd_crew_layers(PdCrew *crew, PdSandboxLayers *out, GError **error);

#endif
