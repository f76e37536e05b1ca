/* The jail that readers of untrusted bytes run in: no file system, no network, no new process, no signal to another one,
 * bounded memory. It cannot be left again. */
#ifndef PICDESK_HOST_SANDBOX_H
#define PICDESK_HOST_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/* The descriptor that a jailed process talks through; it may write to no other one. */
enum { PD_SANDBOX_SOCKET = 3 };

/* The layers that hold; each is independent of the others. */
typedef struct {
    bool has_no_new_privs;
    bool has_limits;   /* memory, descriptors, no files, no core */
    bool has_seccomp;  /* system calls outside a short list end the process */
    int landlock_abi;  /* 0 = the kernel gives none */
    bool is_sanitized; /* built with sanitizers: files may be read and memory is not capped, or no report could be made */
} PdSandboxLayers;

/* What this kernel offers; changes nothing. */
PdSandboxLayers pd_sandbox_offered(void);
/* Whether this program was built with sanitizers. */
bool pd_sandbox_is_sanitized(void);
/* Whether all layers hold. */
bool pd_sandbox_is_whole(const PdSandboxLayers *layers);

typedef struct PdSandbox PdSandbox;

/* Prepares the filters, so that entering is quick. memory_bytes: of its own memory; n_files: descriptors open at once.
 * (transfer full): pd_sandbox_free(). Never NULL: what the kernel lacks is left out. */
PdSandbox *pd_sandbox_new(size_t memory_bytes, unsigned n_files);
void pd_sandbox_free(PdSandbox *sandbox); /* accepts NULL */

/* Shuts the jail around this process; returns the layers that hold. */
PdSandboxLayers pd_sandbox_enter(const PdSandbox *sandbox);

#endif
