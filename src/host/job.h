/* A job: what a reader process is given and what it answers. The function that does it runs jailed, on bytes that nobody
 * trusts, and its answer is not trusted either. */
#ifndef PICDESK_HOST_JOB_H
#define PICDESK_HOST_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

enum { PD_JOB_FILES = 3, PD_JOB_REQUEST_BYTES = 512 };

typedef struct {
    int fd;
    uint64_t size_bytes; /* when it was opened */
} PdJobFile;

typedef struct {
    const uint8_t *request; /* (transfer none) what the parent asks, at most PD_JOB_REQUEST_BYTES */
    size_t request_len;
    PdJobFile files[PD_JOB_FILES];
    size_t n_files;
} PdJob;

/* Does the job and appends the answer. */
typedef void (*PdJobFunc)(const PdJob *job, GByteArray *answer);

/* The first bytes of a file of the job, at most max. PD_ERROR_IO, whose message does not name it. (transfer full):
 * g_bytes_unref() before the job ends. */
GBytes *pd_job_read(const PdJob *job, size_t file, size_t max, GError **error);
/* Bytes of a file of the job, len of them from a place on; zeros where it has none any more. PD_ERROR_IO as above. */
bool pd_job_read_at(const PdJob *job, size_t file, uint64_t at, uint8_t *into, size_t len, GError **error);
/* Says that a long job goes on: so many bytes of its first file are done. It is given time for them beyond what any job has.
 */
void pd_job_has_done(uint64_t bytes);
/* Whether a file became shorter, or could not be read on, while the job looked at it: zeros were seen instead. */
bool pd_job_was_torn(void);

#endif
