/* A quick reader of plain XML, for the packets that are read by the million. It gives the same events as codec/xml.h. */
#ifndef PICDESK_CODEC_XML_SCAN_H
#define PICDESK_CODEC_XML_SCAN_H

#include "codec/xml.h"

/* Reads UTF-8 XML that has no surprises: elements, attributes, text, the five entities and character references, comments,
 * CDATA and instructions. False at the first thing that is damaged or that it does not know (a DOCTYPE, other entities,
 * bytes that are no UTF-8, too many namespaces, nesting beyond the limit): what was given until then is what pd_xml_read()
 * gives too, which is to be asked next. */
bool pd_xml_scan(const uint8_t *data, size_t len, const PdLimits *limits, const PdXmlEvents *events, void *user);

#endif
