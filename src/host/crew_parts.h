/* What the parts of the crew share (host/crew.h): its jobs and its readers. */
#ifndef PICDESK_HOST_CREW_PARTS_H
#define PICDESK_HOST_CREW_PARTS_H

#include "host/crew.h"
#include "host/keeper.h"
#include "host/wire.h"

/* How often readers are looked after. */
enum { PD_CREW_TICK_MS = 100 };

typedef struct {
    uint64_t number;
    PdTask task;
    uint8_t request[PD_JOB_REQUEST_BYTES];
    unsigned tries;
    bool
        is_suspect; /* a reader came to an end with it, or with what it sent before: tried once more, alone in a fresh one */
    bool is_over;
    PdJobEnd end;
    int reader;      /* who answered, -1 = nobody */
    uint8_t *answer; /* answer_len bytes in a room of answer_room */
    size_t answer_len, answer_room;
} PdCrewJob;

typedef struct {
    pid_t pid; /* 0 = none */
    int socket;
    PdWirePage *page;
    GQueue jobs;    /* (transfer none) handed over, not answered, in order */
    GByteArray *in; /* received, not a whole answer yet */
    bool has_said_hello;
    PdSandboxLayers layers;
    /* what it was at when last looked, since when */
    uint64_t seen_job, seen_answers, seen_bytes, n_answers;
    int64_t since_us, cpu_us;
} PdCrewReader;

typedef struct {
    uint8_t bytes[PD_WIRE_BYTES];
    size_t len;
    int fds[PD_WIRE_FILES];
    size_t n_fds, n_jobs;
} PdCrewMessage;

struct PdCrew {
    PdCrewOptions options;
    PdKeeperPlan plan;
    pid_t keeper;
    int keeper_socket;
    PdCrewReader *readers;
    unsigned n_readers;
    GQueue all;        /* (transfer full) every job not given out, in order */
    GQueue waiting;    /* (transfer none) those not handed over, in order */
    GPtrArray *spare;  /* jobs that are over, to be used again */
    size_t most_ahead; /* jobs of one reader */
    uint64_t last_number;
    size_t room, n_fds; /* descriptors that tasks may hold, and hold */
    size_t held_bytes;  /* of answers */
    PdCrewMessage *message;
    int64_t watched_us;
};

bool pd_crew_start_reader(PdCrew *crew, unsigned slot, GError **error);
/* Fills empty places; it is a failure only when nobody is left. */
bool pd_crew_start_missing(PdCrew *crew, GError **error);

/* Kills a process, if it lives, and waits for it. */
void pd_crew_end_process(pid_t pid);
/* Ends a reader and puts back what it had, but for the culprit (nullable): that is over when it was tried alone. */
void pd_crew_bury(PdCrew *crew, PdCrewReader *reader, PdCrewJob *culprit, PdJobEnd end);
/* Ends a reader for what it does at the moment. */
void pd_crew_end_reader(PdCrew *crew, PdCrewReader *reader, PdJobEnd end);
/* Its end of the socket is closed: it died a moment ago, or it only hung up. */
void pd_crew_end_lost_reader(PdCrew *crew, PdCrewReader *reader);
/* Ends the readers whose time is over. */
void pd_crew_watch(PdCrew *crew);

#endif
