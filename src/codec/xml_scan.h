/* A quick reader of plain XML, for the packets that are read by the million: no copy of names and values is made. It gives
 * the same events as codec/xml.h. */
#ifndef PICDESK_CODEC_XML_SCAN_H
#define PICDESK_CODEC_XML_SCAN_H

#include "codec/xml.h"

/* Bytes that no NUL ends, of the document or of the scanner: (transfer none) until pd_xml_scan() returns. */
typedef struct {
    const char *text;
    size_t len;
} PdXmlSlice;

typedef struct {
    PdXmlSlice uri; /* text NULL: no namespace, or the prefix was never bound */
    unsigned space; /* what events->space() said of it, 0 without */
    PdXmlSlice prefix, local;
} PdXmlScanName;

typedef struct {
    PdXmlScanName name;
    PdXmlSlice value;
} PdXmlScanAttribute;

/* As PdXmlEvents. Attributes are lent until start() returns. */
typedef struct {
    unsigned (*space)(PdXmlSlice uri); /* (nullable) a number of the reader's own; asked once for each declaration */
    void (*start)(void *user, const PdXmlScanName *name, const PdXmlScanAttribute *attributes, size_t n_attributes,
                  size_t at);
    void (*end)(void *user);
    void (*text)(void *user, PdXmlSlice text);
} PdXmlScanEvents;

/* Reads UTF-8 XML that has no surprises: elements, attributes, text, the five entities and character references, comments,
 * CDATA and instructions. False at the first thing that is damaged or that it does not know (a DOCTYPE, other entities,
 * bytes that are no UTF-8, too many namespaces, nesting beyond the limit): what was given until then is what pd_xml_read()
 * gives too, which is to be asked next. */
bool pd_xml_scan(const uint8_t *data, size_t len, const PdLimits *limits, const PdXmlScanEvents *events, void *user);

#endif
