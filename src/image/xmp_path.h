/* The XMP paths that picdesk knows, as a tree of numbers: a property is found by a step from its parent. */
#ifndef PICDESK_IMAGE_XMP_PATH_H
#define PICDESK_IMAGE_XMP_PATH_H

#include "codec/xml_scan.h"
#include "picdesk/record.h"

/* Namespaces by number. Those of properties follow, one number for each preferred prefix. */
enum { PD_XMP_NO_SPACE = 0, PD_XMP_RDF, PD_XMP_XML, PD_XMP_FIRST_SPACE };

unsigned pd_xmp_space(PdXmlSlice uri);
/* The namespace that a preferred prefix stands for, PD_XMP_NO_SPACE for others. */
unsigned pd_xmp_space_of_prefix(PdXmlSlice prefix);
/* The preferred prefix of a namespace of properties. */
const char *pd_xmp_prefix(unsigned space);

/* What is done with the value of a path. */
typedef enum {
    PD_XMP_VALUE, /* it is the value of a field, or of none */
    PD_XMP_LICENSOR,
    PD_XMP_LICENSOR_NAME,
    PD_XMP_LICENSOR_URL,
    PD_XMP_LATITUDE,
    PD_XMP_LONGITUDE,
    PD_XMP_ALTITUDE,
    PD_XMP_ALTITUDE_REF,
    PD_XMP_EXTENDED
} PdXmpRole;

typedef struct {
    const char *path; /* "plus:Licensor/plus:LicensorName" */
    PdField field;    /* PD_FIELD_OTHER: none, only a step of longer paths */
    PdXmpRole role;
} PdXmpPath;

enum { PD_XMP_TOP = 0, PD_XMP_UNKNOWN = -1 };

/* The path that a step leads to; PD_XMP_UNKNOWN when no known path begins so. Some writers get the first letter of a name
 * wrong (dc:Creator, photoshop:credit): below PD_XMP_UNKNOWN are paths found so, which nothing leads on from. */
int pd_xmp_step(int from, unsigned space, PdXmlSlice local);
/* What is known of a path; never NULL, of PD_XMP_UNKNOWN nothing. (transfer none) for ever. */
const PdXmpPath *pd_xmp_path(int path);

#endif
