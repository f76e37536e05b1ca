/* What XML does not allow, made good: a second chance for documents that Expat refuses. */
#ifndef PICDESK_CODEC_XML_MEND_H
#define PICDESK_CODEC_XML_MEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The document with forbidden characters made spaces, bare ampersands and unknown entities escaped, slashes in the names of
 * elements replaced, and bytes that are no UTF-8 read as Windows-1252 (out_is_western) or, where other characters are UTF-8,
 * replaced by U+FFFD. (transfer full): g_free(). Never NULL. */
char *pd_xml_mend(const uint8_t *data, size_t len, size_t *out_len, bool *out_is_western);

#endif
