/* The RDF of an XMP packet, read from events of either XML reader, to values of the record. */
#ifndef PICDESK_IMAGE_RDF_H
#define PICDESK_IMAGE_RDF_H

#include "codec/xml_scan.h"
#include "image/reading.h"

typedef struct PdRdf PdRdf;

/* block: number of the packet; unit: bytes of the file for one byte of its text. (transfer full): pd_rdf_free(). */
PdRdf *pd_rdf_new(PdReading *reading, uint16_t block, uint64_t unit);
/* Begins to read a packet, or to read it again: values that were given already are passed over then. */
void pd_rdf_begin(PdRdf *rdf, PdCursor packet);
/* Bytes that were no UTF-8 were taken for Windows-1252: their values are guesses. */
void pd_rdf_set_western(PdRdf *rdf, bool is_western);
/* Gives what waited for other properties. */
void pd_rdf_end(PdRdf *rdf);
void pd_rdf_free(PdRdf *rdf);

/* What fills it; user: the PdRdf. */
extern const PdXmlScanEvents pd_rdf_scan_events;
extern const PdXmlEvents pd_rdf_xml_events;

#endif
