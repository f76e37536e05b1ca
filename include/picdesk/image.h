/* Reading an image: bytes in, a record out. Pure: no path, no clock, no global state; may be called from any thread. */
#ifndef PICDESK_IMAGE_H
#define PICDESK_IMAGE_H

#include "picdesk/record.h"

G_BEGIN_DECLS

/* The format by content, PD_FORMAT_UNKNOWN when no container of the table knows these bytes. */
PdFormat pd_image_sniff(const uint8_t *data, size_t len);

/* Reads all metadata of an image. data: the file's bytes, len of them; file_bytes: the file's whole size, when data holds
 * only its beginning (blocks past len become problems), else equal to len.
 * (transfer full): pd_record_free(). A damaged file gives a partial record with problems. NULL and PD_ERROR_FORMAT only
 * when no format is recognised. limits: NULL means pd_limits_default(). */
PdRecord *pd_image_read(const uint8_t *data, size_t len, uint64_t file_bytes, const PdLimits *limits, GError **error);

/* The same with the properties outside picdesk's table too (PD_FIELD_OTHER), for showing; records are kept without them. */
PdRecord *pd_image_read_all(const uint8_t *data, size_t len, uint64_t file_bytes, const PdLimits *limits, GError **error);

/* Whether the bytes are an XMP packet in a file of its own, which no image is and RSS 1.0 is not either. */
bool pd_image_is_packet(const uint8_t *data, size_t len);
/* Reads such a file: a record of PD_FORMAT_XMP whose values have the origin PD_ORIGIN_SIDECAR. with_all: the properties
 * outside the table too. (transfer full): pd_record_free(). Never NULL; damage becomes problems. */
PdRecord *pd_image_read_packet(const uint8_t *data, size_t len, bool with_all, const PdLimits *limits);

/* Reads an XMP sidecar into the record, with origin PD_ORIGIN_SIDECAR. Damage becomes problems. */
void pd_image_read_sidecar(PdRecord *record, const uint8_t *data, size_t len, const PdLimits *limits);

G_END_DECLS

#endif
