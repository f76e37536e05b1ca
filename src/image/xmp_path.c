/* Namespaces of XMP and the tree of known paths (image/xmp_path.h), made once from the field table. */
#include "image/xmp_path.h"

#include <string.h>

#include "base/same.h"

/* ISO 16684-1; IPTC Photo Metadata Standard 2025.1; PLUS LDF; makers. */
#define NAMESPACE(uri, prefix)                                                                                              \
    {                                                                                                                       \
        {uri, sizeof uri - 1}, {                                                                                            \
            prefix, sizeof prefix - 1                                                                                       \
        }                                                                                                                   \
    }
static const struct {
    PdXmlSlice uri, prefix;
} NAMESPACES[] = {
    NAMESPACE("http://purl.org/dc/elements/1.1/", "dc"),
    NAMESPACE("http://ns.adobe.com/photoshop/1.0/", "photoshop"),
    NAMESPACE("http://ns.adobe.com/xap/1.0/", "xmp"),
    NAMESPACE("http://ns.adobe.com/xap/1.0/rights/", "xmpRights"),
    NAMESPACE("http://ns.adobe.com/xap/1.0/mm/", "xmpMM"),
    NAMESPACE("http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpCore"),
    NAMESPACE("http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Iptc4xmpExt"),
    NAMESPACE("http://ns.useplus.org/ldf/xmp/1.0/", "plus"),
    NAMESPACE("http://ns.adobe.com/tiff/1.0/", "tiff"),
    NAMESPACE("http://ns.adobe.com/exif/1.0/", "exif"),
    NAMESPACE("http://cipa.jp/exif/1.0/", "exifEX"),
    NAMESPACE("http://ns.adobe.com/exif/1.0/aux/", "aux"),
    NAMESPACE("http://creativecommons.org/ns#", "cc"),
    NAMESPACE("http://web.resource.org/cc/", "cc"),
    NAMESPACE("http://xmp.gettyimages.com/gift/1.0/", "GettyImagesGIFT"),
    NAMESPACE("http://ns.adobe.com/xmp/note/", "xmpNote"),
    NAMESPACE("http://ns.adobe.com/camera-raw-settings/1.0/", "crs"),
    NAMESPACE("http://ns.adobe.com/pdf/1.3/", "pdf"),
    NAMESPACE("http://purl.org/dc/terms/", "dcterms"),
    NAMESPACE("http://ns.adobe.com/xap/1.0/sType/ResourceRef#", "stRef"),
    NAMESPACE("http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", "stEvt"),
    NAMESPACE("http://ns.adobe.com/lightroom/1.0/", "lr"),
    NAMESPACE("http://www.metadataworkinggroup.com/schemas/regions/", "mwg-rs"),
    NAMESPACE("http://ns.microsoft.com/photo/1.0/", "MicrosoftPhoto"),
};

static const char RDF_URI[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
static const char XML_URI[] = "http://www.w3.org/XML/1998/namespace";

/* Paths that mean something beside the fields. */
static const PdXmpPath ROLES[] = {
    {"plus:Licensor", PD_FIELD_LICENSOR, PD_XMP_LICENSOR},
    {"plus:Licensor/plus:LicensorName", PD_FIELD_OTHER, PD_XMP_LICENSOR_NAME},
    {"plus:Licensor/plus:LicensorURL", PD_FIELD_OTHER, PD_XMP_LICENSOR_URL},
    {"exif:GPSLatitude", PD_FIELD_GPS, PD_XMP_LATITUDE},
    {"exif:GPSLongitude", PD_FIELD_OTHER, PD_XMP_LONGITUDE},
    {"exif:GPSAltitude", PD_FIELD_OTHER, PD_XMP_ALTITUDE},
    {"exif:GPSAltitudeRef", PD_FIELD_OTHER, PD_XMP_ALTITUDE_REF},
    {"xmpNote:HasExtendedXMP", PD_FIELD_OTHER, PD_XMP_EXTENDED},
};

/* ---- namespaces */

static inline bool is_text(PdXmlSlice slice, const char *text, size_t len) {
    return slice.len == len && pd_same_bytes(slice.text, text, len);
}

static inline bool is_same(PdXmlSlice a, PdXmlSlice b) {
    return is_text(a, b.text, b.len);
}

unsigned pd_xmp_space_of_prefix(PdXmlSlice prefix) {
    if (is_text(prefix, "rdf", 3))
        return PD_XMP_RDF;
    for (unsigned i = 0; i < G_N_ELEMENTS(NAMESPACES); i++)
        if (is_same(prefix, NAMESPACES[i].prefix))
            return PD_XMP_FIRST_SPACE + i;
    return PD_XMP_NO_SPACE;
}

/* Equal, or without the mark at the end, which some writers forget. */
static bool is_namespace(PdXmlSlice uri, PdXmlSlice known) {
    return known.len - uri.len <= 1 && pd_same_bytes(uri.text, known.text, uri.len);
}

unsigned pd_xmp_space(PdXmlSlice uri) {
    if (is_text(uri, RDF_URI, sizeof RDF_URI - 1))
        return PD_XMP_RDF;
    if (is_text(uri, XML_URI, sizeof XML_URI - 1))
        return PD_XMP_XML;
    for (unsigned i = 0; i < G_N_ELEMENTS(NAMESPACES); i++)
        if (is_namespace(uri, NAMESPACES[i].uri))
            return pd_xmp_space_of_prefix(NAMESPACES[i].prefix); /* one prefix may have two addresses */
    return PD_XMP_NO_SPACE;
}

const char *pd_xmp_prefix(unsigned space) {
    return NAMESPACES[space - PD_XMP_FIRST_SPACE].prefix.text;
}

/* ---- the tree */

enum { N_SLOTS = 512 };

typedef struct {
    int from;
    unsigned space;
    PdXmlSlice local;
    PdXmpPath what;
} Node;

typedef struct {
    Node nodes[N_SLOTS / 2];
    int n_nodes;
    int16_t slots[N_SLOTS]; /* hash -> node, 0 = free */
} Tree;

static size_t slot_of(int from, unsigned space, PdXmlSlice local) {
    size_t hash = (size_t)from * 31 + space * 7 + local.len;
    if (local.len > 1)
        hash = hash * 31 + 17u * (unsigned char)local.text[local.len - 1] + 5u * (unsigned char)local.text[local.len / 2];
    return hash % N_SLOTS;
}

/* Equal but for the case of the first letter. */
static bool is_nearly(PdXmlSlice a, PdXmlSlice b) {
    return a.len == b.len && a.len > 0 && (a.text[0] ^ b.text[0]) == 0x20 && g_ascii_isalpha(a.text[0]) &&
           memcmp(a.text + 1, b.text + 1, a.len - 1) == 0;
}

static int find(const Tree *tree, int from, unsigned space, PdXmlSlice local) {
    int near = PD_XMP_UNKNOWN;
    for (size_t slot = slot_of(from, space, local); tree->slots[slot]; slot = (slot + 1) % N_SLOTS) {
        const Node *node = &tree->nodes[tree->slots[slot]];
        if (node->from != from || node->space != space)
            continue;
        if (is_text(local, node->local.text, node->local.len))
            return tree->slots[slot];
        if (is_nearly(local, node->local) && node->what.field != PD_FIELD_OTHER && node->what.role == PD_XMP_VALUE)
            near = PD_XMP_UNKNOWN - tree->slots[slot];
    }
    return near;
}

static int add_step(Tree *tree, int from, const char *prefix, PdXmlSlice local) {
    unsigned space = pd_xmp_space_of_prefix((PdXmlSlice){prefix, (size_t)(local.text - prefix) - 1});
    g_assert(space >= PD_XMP_FIRST_SPACE); /* a prefix of the field table that has no namespace here */
    int node = find(tree, from, space, local);
    if (node > PD_XMP_TOP)
        return node;
    node = ++tree->n_nodes;
    g_assert(node < N_SLOTS / 2);
    tree->nodes[node] = (Node){.from = from, .space = space, .local = local};
    size_t slot = slot_of(from, space, local);
    while (tree->slots[slot])
        slot = (slot + 1) % N_SLOTS;
    tree->slots[slot] = (int16_t)node;
    return node;
}

/* "plus:Licensor/plus:LicensorName": a step for each part. */
static void add_path(Tree *tree, const char *path, size_t len, PdField field, PdXmpRole role) {
    const char *at = path, *end = path + len;
    int node = PD_XMP_TOP;
    while (at < end) {
        const char *colon = memchr(at, ':', (size_t)(end - at)), *slash = memchr(at, '/', (size_t)(end - at));
        const char *stop = slash ? slash : end;
        g_assert(colon && colon < stop);
        node = add_step(tree, node, at, (PdXmlSlice){colon + 1, (size_t)(stop - colon) - 1});
        at = slash ? slash + 1 : end;
    }
    if (!tree->nodes[node].what.path)
        tree->nodes[node].what.path = g_strndup(path, len);
    tree->nodes[node].what.field = field;
    tree->nodes[node].what.role = role;
}

static Tree *make_tree(void) {
    Tree *tree = g_new0(Tree, 1);
    for (size_t i = 1; i < PD_N_FIELDS; i++) {
        const PdFieldInfo *info = pd_field_info((PdField)i);
        for (const char *path = info ? info->xmp : NULL; path;) {
            const char *bar = strchr(path, '|');
            add_path(tree, path, bar ? (size_t)(bar - path) : strlen(path), (PdField)i, PD_XMP_VALUE);
            path = bar ? bar + 1 : NULL;
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(ROLES); i++)
        add_path(tree, ROLES[i].path, strlen(ROLES[i].path), ROLES[i].field, ROLES[i].role);
    return tree;
}

/* Made once, then only read. */
static const Tree *the_tree(void) {
    static Tree *tree;
    static gsize once;
    if (g_once_init_enter(&once)) {
        tree = make_tree();
        g_once_init_leave(&once, 1);
    }
    return tree;
}

int pd_xmp_step(int from, unsigned space, PdXmlSlice local) {
    return from < PD_XMP_TOP || space < PD_XMP_FIRST_SPACE ? PD_XMP_UNKNOWN : find(the_tree(), from, space, local);
}

const PdXmpPath *pd_xmp_path(int path) {
    return &the_tree()->nodes[path < PD_XMP_TOP ? PD_XMP_UNKNOWN - path : path].what;
}
