/* The readers that the desk's use cases read files with: a crew of jailed processes that give back what stands in them. */
#ifndef PICDESK_DESK_READERS_H
#define PICDESK_DESK_READERS_H

#include "desk/found.h"
#include "host/crew.h"

typedef struct PdReaders PdReaders;

typedef struct {
    unsigned n_readers;  /* 0 = one for each processor */
    unsigned n_most;     /* not more than this, 0 = any number */
    unsigned n_together; /* files handed over at once; 0 = 32 */
    bool reads_articles; /* the converters of old charsets are opened, 2 ms */
    bool is_unjailed;    /* --no-sandbox */
    bool is_strict;      /* --require-sandbox */
    uint32_t cpu_ms;     /* of one file; 0 = the usual */
    size_t memory_bytes; /* of one reader; 0 = the usual */
    PdJobFunc job;       /* (nullable) instead of pd_desk_read_job(): for tests */
} PdReadersOptions;

/* To be called before the catalogue is opened. PD_ERROR_IO, PD_ERROR_ARG as pd_crew_new(). (transfer full):
 * pd_readers_free(). */
PdReaders *pd_readers_new(const PdReadersOptions *options, GError **error);
void pd_readers_free(PdReaders *readers); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdReaders, pd_readers_free)

/* What they were made with. (transfer none) */
const PdReadersOptions *pd_readers_options(const PdReaders *readers);

/* end: PD_JOB_DONE, then found says what was found and the function may take its parts; or why nothing was. */
typedef void (*PdReadFunc)(PdJobEnd end, PdFound *found, void *user);

/* Has files read; func is called in the order asked, from within this or a later call, and must not ask for more itself.
 * files: (transfer full). free_user (nullable). False with PD_ERROR_CANCELLED or PD_ERROR_IO as pd_crew_add(): all that was
 * not told is dropped. */
bool pd_readers_read(PdReaders *readers, const PdReadRequest *request, const PdJobFile *files, size_t n_files,
                     PdReadFunc func, void *user, GDestroyNotify free_user, GError **error);
/* Has func called in its turn, without a file; found is NULL. */
bool pd_readers_note(PdReaders *readers, PdReadFunc func, void *user, GDestroyNotify free_user, GError **error);
/* Lets readers go on while the caller is busy with something else (host/crew.h). */
void pd_readers_tend(PdReaders *readers);
bool pd_readers_finish(PdReaders *readers, GError **error);

/* The pixels of one file, waited for; only when nothing else is asked. request->what is PD_READ_PIXELS. *out: what cannot be
 * opened or decoded gives one without pixels, which is no failure. */
bool pd_readers_pixels(PdReaders *readers, const char *path, const PdReadRequest *request, PdRaster *out, GError **error);

/* Opens the converters of old charsets, if they are not: readers that have nothing to do are replaced by such. */
bool pd_readers_learn_charsets(PdReaders *readers, GError **error);

/* The layers of the jail that hold; waits for a reader. */
bool pd_readers_layers(PdReaders *readers, PdSandboxLayers *out, GError **error);

/* What became of a file that its reader did not survive, for people: one line. (transfer none) */
const char *pd_readers_why(PdJobEnd end);

#endif
