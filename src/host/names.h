/* The names of a folder in their order, a few or many millions: beyond a bound they lie in a file without a name, in the
 * folder for temporary files, so that memory does not grow with the folder. */
#ifndef PICDESK_HOST_NAMES_H
#define PICDESK_HOST_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

typedef struct PdNames PdNames;

/* most_bytes: so much is kept in memory, 0 = all. (transfer full): pd_names_free(). */
PdNames *pd_names_new(size_t most_bytes);
void pd_names_free(PdNames *names); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdNames, pd_names_free)

/* Adds a name with a mark. False with errno when it cannot be kept. */
bool pd_names_add(PdNames *names, const char *name, bool mark);
/* To be called once, after the last was added: sorts by bytes. False with errno. */
bool pd_names_sort(PdNames *names);

size_t pd_names_count(const PdNames *names);
/* A name and its mark, by its place in the order. (transfer none) until another place is asked for. NULL when the file
 * cannot be read again; it is fast when places are asked one after the other. */
const char *pd_names_at(PdNames *names, size_t at, bool *out_mark);
/* Whether there is a name with its mark. False also when the file cannot be read again. */
bool pd_names_find(PdNames *names, const char *name, bool *out_mark);

#endif
