/* XML: the one door to Expat. Plain events with names resolved by a scoped table of prefixes of our own. */
#ifndef PICDESK_CODEC_XML_H
#define PICDESK_CODEC_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "picdesk/limits.h"

/* A name; all texts (transfer none) until the event returns. */
typedef struct {
    const char *uri;    /* (nullable) the namespace; NULL when there is none or the prefix was never bound */
    const char *prefix; /* as written, "" without */
    const char *local;
} PdXmlName;

typedef struct {
    PdXmlName name;
    const char *value;
} PdXmlAttribute;

/* What the reader of a document does. Declarations of namespaces are not among the attributes. */
typedef struct {
    void (*start)(void *user, const PdXmlName *name, const PdXmlAttribute *attributes, size_t n_attributes, size_t at);
    void (*end)(void *user);
    void (*text)(void *user, const char *text, size_t len); /* in pieces; UTF-8 without NUL at the end */
} PdXmlEvents;

/* Reads a document. charset: (nullable) overrides what the document says of itself ("UTF-8"). Documents with a DOCTYPE are
 * refused, elements nested deeper than limits->depth end the reading. Events given before an error stand. out_at (nullable)
 * gets the byte where an error was met. PD_ERROR_FORMAT, PD_ERROR_LIMIT. What follows the closed root is not looked at. */
bool pd_xml_read(const uint8_t *data, size_t len, const char *charset, const PdLimits *limits, const PdXmlEvents *events,
                 void *user, size_t *out_at, GError **error);

#endif
