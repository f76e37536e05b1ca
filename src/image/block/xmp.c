/* XMP (ISO 16684-1): RDF in every shape that occurs: properties as elements or attributes, Seq, Bag and Alt, structures by
 * rdf:Description, rdf:parseType or attributes, qualifiers by rdf:value, prefixes bound to any name. Values get paths of
 * preferred prefixes ("plus:Licensor/plus:LicensorName"). Left out: rdf:nodeID references. */
#include <string.h>

#include "codec/date.h"
#include "codec/xml_mend.h"
#include "codec/xml_scan.h"
#include "image/block.h"

enum { LONGEST_PATH = 512 };

typedef enum {
    OUTSIDE,  /* around rdf:RDF */
    RDF,      /* rdf:RDF; children are nodes */
    NODE,     /* rdf:Description or a typed node; children are properties */
    PROPERTY, /* a property or an item; text, or one node or array */
    ARRAY     /* rdf:Seq, rdf:Bag, rdf:Alt; children are items */
} Kind;

typedef struct {
    Kind kind;
    bool has_children;
    bool is_value; /* a property or an item, even when its children are properties (rdf:parseType="Resource") */
    uint16_t item; /* number in the innermost array */
    uint16_t n_items;
    size_t path_len; /* of the path outside the element */
    size_t at;
    char lang[24];
} Frame;

/* Members of a structure that make one value together. */
typedef struct {
    char *name, *uri;
    size_t at;
} Party;

typedef struct {
    char *lat, *lon, *metres;
    bool is_below_sea;
    size_t at;
} Position;

typedef struct {
    PdReading *reading;
    PdCursor in;
    uint64_t unit; /* bytes of the file for one byte of text */
    uint16_t block;
    GArray *frames; /* of Frame */
    GString *path;
    GString *text;
    size_t text_max;
    Party party;
    Position position;
    bool is_western;          /* bytes that were no UTF-8 were taken for Windows-1252 */
    size_t n_emitted, n_skip; /* a further reading passes over what was given */
} Xmp;

static const char RDF_URI[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
static const char XML_URI[] = "http://www.w3.org/XML/1998/namespace";

/* Namespaces and their preferred prefixes (ISO 16684-1; IPTC Photo Metadata Standard 2025.1; PLUS LDF; makers). */
static const struct {
    const char *uri, *prefix;
} NAMESPACES[] = {
    {"http://purl.org/dc/elements/1.1/", "dc"},
    {"http://ns.adobe.com/photoshop/1.0/", "photoshop"},
    {"http://ns.adobe.com/xap/1.0/", "xmp"},
    {"http://ns.adobe.com/xap/1.0/rights/", "xmpRights"},
    {"http://ns.adobe.com/xap/1.0/mm/", "xmpMM"},
    {"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpCore"},
    {"http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Iptc4xmpExt"},
    {"http://ns.useplus.org/ldf/xmp/1.0/", "plus"},
    {"http://ns.adobe.com/tiff/1.0/", "tiff"},
    {"http://ns.adobe.com/exif/1.0/", "exif"},
    {"http://cipa.jp/exif/1.0/", "exifEX"},
    {"http://ns.adobe.com/exif/1.0/aux/", "aux"},
    {"http://creativecommons.org/ns#", "cc"},
    {"http://web.resource.org/cc/", "cc"},
    {"http://xmp.gettyimages.com/gift/1.0/", "GettyImagesGIFT"},
    {"http://ns.adobe.com/xmp/note/", "xmpNote"},
    {"http://ns.adobe.com/camera-raw-settings/1.0/", "crs"},
    {"http://ns.adobe.com/pdf/1.3/", "pdf"},
    {"http://purl.org/dc/terms/", "dcterms"},
    {"http://ns.adobe.com/xap/1.0/sType/ResourceRef#", "stRef"},
    {"http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", "stEvt"},
    {"http://ns.adobe.com/lightroom/1.0/", "lr"},
    {"http://www.metadataworkinggroup.com/schemas/regions/", "mwg-rs"},
    {"http://ns.microsoft.com/photo/1.0/", "MicrosoftPhoto"},
};

static Frame *top(Xmp *xmp) {
    return xmp->frames->len ? &g_array_index(xmp->frames, Frame, xmp->frames->len - 1) : NULL;
}

static bool is_rdf(const PdXmlName *name, const char *local) {
    bool is_namespace = name->uri ? strcmp(name->uri, RDF_URI) == 0 : strcmp(name->prefix, "rdf") == 0;
    return is_namespace && (!local || strcmp(name->local, local) == 0);
}

static bool is_xml(const PdXmlName *name) {
    return name->uri && strcmp(name->uri, XML_URI) == 0;
}

static bool is_preferred(const char *prefix) {
    for (size_t i = 0; i < G_N_ELEMENTS(NAMESPACES); i++)
        if (strcmp(NAMESPACES[i].prefix, prefix) == 0)
            return true;
    return false;
}

/* Equal, or without the mark at the end, which some writers forget. */
static bool is_namespace(const char *uri, const char *known) {
    while (*uri && *uri == *known) {
        uri++;
        known++;
    }
    return *uri == '\0' && (*known == '\0' || known[1] == '\0');
}

/* Steps down to a property. A prefix that was never bound means what it usually means; a usual prefix that is bound to
 * another namespace is marked, so that it is not mistaken. */
static void append_path(Xmp *xmp, const PdXmlName *name) {
    const char *prefix = NULL;
    if (xmp->path->len)
        g_string_append_c(xmp->path, '/');
    for (size_t i = 0; name->uri && !prefix && i < G_N_ELEMENTS(NAMESPACES); i++)
        if (is_namespace(name->uri, NAMESPACES[i].uri))
            prefix = NAMESPACES[i].prefix;
    if (!prefix && *name->prefix) {
        g_string_append(xmp->path, name->prefix);
        if (name->uri && is_preferred(name->prefix))
            g_string_append_c(xmp->path, '_');
    }
    if (prefix)
        g_string_append(xmp->path, prefix);
    if (prefix || *name->prefix)
        g_string_append_c(xmp->path, ':');
    g_string_append(xmp->path, name->local);
}

/* ---- values ---- */

static uint64_t file_offset(const Xmp *xmp, size_t at) {
    return xmp->in.base + at * xmp->unit;
}

static uint32_t flags_of(const Xmp *xmp, const char *text) {
    uint32_t flags = strstr(text, "\xef\xbf\xbd") ? PD_VALUE_REPAIRED : 0u;
    return xmp->is_western && !g_str_is_ascii(text) ? flags | PD_VALUE_GUESSED : flags;
}

static void add(Xmp *xmp, PdField field, const char *property, const char *text, const Frame *frame, const char *uri) {
    if (xmp->n_emitted++ < xmp->n_skip)
        return;
    pd_reading_add(xmp->reading, &(PdValue){.field = field,
                                            .origin = xmp->reading->xmp_origin,
                                            .block = xmp->block,
                                            .item = frame->item,
                                            .flags = flags_of(xmp, text),
                                            .at = file_offset(xmp, frame->at),
                                            .property = property,
                                            .text = text,
                                            .lang = *frame->lang ? frame->lang : NULL,
                                            .uri = uri});
}

/* Members that wait for the others of their structure. Returns true when the value was one. */
static bool keep_member(Xmp *xmp, const char *path, const char *text, size_t at) {
    const struct {
        const char *path;
        char **place;
        size_t *at;
    } MEMBERS[] = {
        {"plus:Licensor/plus:LicensorName", &xmp->party.name, &xmp->party.at},
        {"plus:Licensor/plus:LicensorURL", &xmp->party.uri, &xmp->party.at},
        {"exif:GPSLatitude", &xmp->position.lat, &xmp->position.at},
        {"exif:GPSLongitude", &xmp->position.lon, NULL},
        {"exif:GPSAltitude", &xmp->position.metres, NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(MEMBERS); i++)
        if (strcmp(path, MEMBERS[i].path) == 0) {
            if (!*MEMBERS[i].place)
                *MEMBERS[i].place = g_strdup(text);
            if (MEMBERS[i].at)
                *MEMBERS[i].at = at;
            return true;
        }
    if (strcmp(path, "exif:GPSAltitudeRef") == 0)
        xmp->position.is_below_sea = *text == '1' || *text == '3';
    else if (strcmp(path, "xmpNote:HasExtendedXMP") == 0)
        g_strlcpy(xmp->reading->extended_xmp, text, sizeof xmp->reading->extended_xmp);
    else
        return false;
    return true;
}

/* Some writers get the first letter of a name wrong: dc:Creator, photoshop:credit. */
static PdField field_of(Xmp *xmp) {
    PdField field = pd_reading_field_by_xmp(xmp->path->str);
    char *colon = strrchr(xmp->path->str, ':'), *first = colon ? colon + 1 : NULL;
    if (field != PD_FIELD_OTHER || !first || !g_ascii_isalpha(*first))
        return field;
    char before = *first;
    *first = g_ascii_islower(before) ? g_ascii_toupper(before) : g_ascii_tolower(before);
    field = pd_reading_field_by_xmp(xmp->path->str);
    if (field == PD_FIELD_OTHER)
        *first = before;
    return field;
}

static void emit(Xmp *xmp, const char *text, const Frame *frame) {
    if (xmp->path->len == 0 || xmp->path->len > LONGEST_PATH || pd_text_is_blank(text))
        return;
    const char *path = xmp->path->str;
    if (keep_member(xmp, path, text, frame->at))
        return;
    PdField field = field_of(xmp);
    const PdFieldInfo *info = pd_field_info(field);
    if (info && info->kind == PD_KIND_DATE) {
        g_autofree char *date = pd_date_normalise(text, NULL);
        add(xmp, date ? field : PD_FIELD_OTHER, path, date ? date : text, frame, NULL);
        return;
    }
    if (field == PD_FIELD_ORIENTATION && !(text[0] >= '1' && text[0] <= '8' && text[1] == '\0'))
        field = PD_FIELD_OTHER;
    add(xmp, field, path, text, frame, NULL);
}

static void emit_party(Xmp *xmp, const Frame *frame) {
    Party *party = &xmp->party;
    bool has_name = party->name && !pd_text_is_blank(party->name), has_uri = party->uri && !pd_text_is_blank(party->uri);
    if (has_name || has_uri) {
        g_autofree char *uri = has_uri ? g_strstrip(g_strdup(party->uri)) : NULL;
        add(xmp, PD_FIELD_LICENSOR, "plus:Licensor", has_name ? party->name : uri, frame, uri);
    }
    g_free(party->name);
    g_free(party->uri);
    *party = (Party){0};
}

static double read_number(const char *text, char **out_end) {
    double above = g_ascii_strtod(text, out_end);
    double below = **out_end == '/' ? g_ascii_strtod(*out_end + 1, out_end) : 1;
    return below != 0 ? above / below : 0;
}

/* "34,33.318N" or "34,33,19N" (ISO 16684-1, 8.2.2.4); in the wild also 34°33'19"N, fractions, and one decimal number whose
 * sign is the hemisphere. */
static bool read_degrees(const char *text, const char *positive_negative, double *out) {
    double parts[3] = {0};
    size_t n = 0, len = strlen(text);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    const char *sign = len ? strchr(positive_negative, g_ascii_toupper(text[len - 1])) : NULL;
    for (const char *p = text; *p && n < 3;) {
        if (!g_ascii_isdigit(*p) && !(*p == '-' && n == 0)) {
            p++;
            continue;
        }
        char *end;
        parts[n++] = read_number(p, &end);
        p = MAX((const char *)end, p + 1);
    }
    *out = parts[0] + parts[1] / 60 + parts[2] / 3600;
    if (sign && *sign && sign != positive_negative)
        *out = -*out;
    return n == 1 ? (sign != NULL || !strchr(text, ',')) : n > 1 && sign && *sign;
}

/* A rational, "17905/10", or a decimal number. */
static bool read_metres(const char *text, double *out) {
    char *end;
    double above = g_ascii_strtod(text, &end);
    if (end == text)
        return false;
    double below = *end == '/' ? g_ascii_strtod(end + 1, NULL) : 1;
    *out = above / below;
    return below != 0;
}

static void emit_position(Xmp *xmp) {
    Position *p = &xmp->position;
    double lat, lon, metres = 0;
    if (p->lat && p->lon && read_degrees(p->lat, "NS", &lat) && read_degrees(p->lon, "EW", &lon)) {
        bool has_metres = p->metres && read_metres(p->metres, &metres);
        g_autofree char *text = pd_reading_position(lat, lon, has_metres, p->is_below_sea ? -ABS(metres) : metres);
        Frame frame = {.at = p->at};
        if (text)
            add(xmp, PD_FIELD_GPS, "exif:GPSLatitude", text, &frame, NULL);
    }
    g_free(p->lat);
    g_free(p->lon);
    g_free(p->metres);
    *p = (Position){0};
}

/* ---- RDF ---- */

/* Attributes that are properties (ISO 16684-1, 7.9.2.2: the shorthand of simple properties). */
static void read_attributes(Xmp *xmp, const PdXmlAttribute *attributes, size_t n, const Frame *frame) {
    for (size_t i = 0; i < n; i++) {
        const PdXmlName *name = &attributes[i].name;
        if (is_rdf(name, "value"))
            emit(xmp, attributes[i].value, frame);
        if (is_rdf(name, NULL) || is_xml(name) || (!*name->prefix && !frame->is_value))
            continue;
        size_t len = xmp->path->len;
        append_path(xmp, name);
        emit(xmp, attributes[i].value, frame);
        g_string_truncate(xmp->path, len);
    }
}

/* The attributes of a property or an item: its language, its value as an address, its members. */
static void read_property(Xmp *xmp, const PdXmlAttribute *attributes, size_t n, Frame *frame) {
    for (size_t i = 0; i < n; i++) {
        const PdXmlName *name = &attributes[i].name;
        const char *value = attributes[i].value;
        if (is_xml(name) && strcmp(name->local, "lang") == 0)
            g_strlcpy(frame->lang, value, sizeof frame->lang);
        else if (is_rdf(name, "parseType") && strcmp(value, "Resource") == 0)
            frame->kind = NODE;
        else if (is_rdf(name, "resource"))
            emit(xmp, value, frame);
    }
    read_attributes(xmp, attributes, n, frame);
}

static bool is_array(const PdXmlName *name) {
    return is_rdf(name, "Seq") || is_rdf(name, "Bag") || is_rdf(name, "Alt");
}

/* What an element is, by where it stands. */
static Kind kind_of(const Frame *parent, const PdXmlName *name) {
    switch (parent ? parent->kind : OUTSIDE) {
    case OUTSIDE:
        return is_rdf(name, "RDF") ? RDF : is_rdf(name, "Description") ? NODE : OUTSIDE;
    case RDF:
        return NODE;
    case NODE:
    case ARRAY:
        return PROPERTY;
    default:
        return is_array(name) ? ARRAY : NODE;
    }
}

static void on_start(void *user, const PdXmlName *name, const PdXmlAttribute *attributes, size_t n, size_t at) {
    Xmp *xmp = user;
    Frame *parent = top(xmp);
    Frame frame = {.kind = kind_of(parent, name), .path_len = xmp->path->len, .at = at};
    if (parent) {
        parent->has_children = true;
        frame.item = parent->item;
        memcpy(frame.lang, parent->lang, sizeof frame.lang);
    }
    g_string_truncate(xmp->text, 0);
    if (frame.kind == PROPERTY) {
        frame.is_value = true;
        if (parent->kind == ARRAY)
            frame.item = parent->n_items < UINT16_MAX ? parent->n_items++ : UINT16_MAX;
        else if (!is_rdf(name, "value"))
            append_path(xmp, name);
        read_property(xmp, attributes, n, &frame);
    } else if (frame.kind == NODE) {
        read_attributes(xmp, attributes, n, &frame);
    }
    g_array_append_val(xmp->frames, frame);
}

static void on_end(void *user) {
    Xmp *xmp = user;
    const Frame *frame = top(xmp);
    if (frame->is_value && !frame->has_children)
        emit(xmp, xmp->text->str, frame);
    if (frame->is_value && strcmp(xmp->path->str, "plus:Licensor") == 0)
        emit_party(xmp, frame);
    g_string_truncate(xmp->text, 0);
    g_string_truncate(xmp->path, frame->path_len);
    g_array_set_size(xmp->frames, xmp->frames->len - 1);
}

static void on_text(void *user, const char *text, size_t len) {
    Xmp *xmp = user;
    const Frame *frame = top(xmp);
    if (frame && frame->is_value && !frame->has_children && xmp->text->len <= xmp->text_max)
        g_string_append_len(xmp->text, text, (gssize)len);
}

/* ---- the packet ---- */

/* What stands behind the last element: padding, the closing instruction, NULs (ISO 16684-1, 7.3). */
static void cut_padding(PdCursor *in) {
    if (in->len == 0)
        return;
    const uint8_t *mark = memrchr(in->data, '<', in->len);
    if (mark && in->len - (size_t)(mark - in->data) > 9 && memcmp(mark, "<?xpacket", 9) == 0)
        in->len = (size_t)(mark - in->data);
    const uint8_t *last = in->len ? memrchr(in->data, '>', in->len) : NULL;
    bool is_padding = last != NULL;
    for (const uint8_t *p = in->data + in->len; is_padding && p > last + 1 && p > in->data + in->len - 16; p--)
        is_padding = p[-1] == 0 || g_ascii_isspace(p[-1]);
    if (is_padding)
        in->len = (size_t)(last - in->data) + 1;
}

/* The charset by byte order mark, or by where the NULs of the first '<' stand. */
static PdCharset charset_of(const uint8_t *p, size_t len) {
    if (len < 4)
        return PD_CHARSET_UTF8;
    if (memcmp(p, "\xff\xfe\0\0", 4) == 0 || memcmp(p, "<\0\0\0", 4) == 0)
        return PD_CHARSET_UTF32LE;
    if (memcmp(p, "\0\0\xfe\xff", 4) == 0 || memcmp(p, "\0\0\0<", 4) == 0)
        return PD_CHARSET_UTF32BE;
    if (memcmp(p, "\xff\xfe", 2) == 0 || (memcmp(p, "<\0", 2) == 0 && p[2] && !p[3]))
        return PD_CHARSET_UTF16LE;
    if (memcmp(p, "\xfe\xff", 2) == 0 || (memcmp(p, "\0<\0", 3) == 0 && p[3]))
        return PD_CHARSET_UTF16BE;
    return PD_CHARSET_UTF8;
}

static PdCursor without_mark(PdCursor in) {
    if (pd_cursor_looks_at(&in, "\xef\xbb\xbf", 3))
        pd_cursor_skip(&in, 3);
    while (pd_cursor_left(&in) > 0 && (in.data[in.at] == 0 || g_ascii_isspace(in.data[in.at])))
        pd_cursor_skip(&in, 1);
    PdCursor rest;
    pd_cursor_sub(&in, pd_cursor_left(&in), &rest);
    return rest;
}

/* As UTF-8, in a buffer of the reading when it was something else. */
static PdCursor as_utf8(PdReading *reading, PdCursor in, uint64_t *out_unit) {
    PdCharset charset = charset_of(in.data, in.len);
    *out_unit = charset == PD_CHARSET_UTF8 ? 1 : charset == PD_CHARSET_UTF16LE || charset == PD_CHARSET_UTF16BE ? 2 : 4;
    if (*out_unit > 1) {
        char *text = pd_text_from_bytes(in.data, in.len, charset, NULL, NULL);
        in = pd_reading_own(reading, (uint8_t *)text, strlen(text), in.base);
    }
    return without_mark(in);
}

static const PdXmlEvents EVENTS = {on_start, on_end, on_text};

static void forget_members(Xmp *xmp) {
    g_free(xmp->party.name);
    g_free(xmp->party.uri);
    g_free(xmp->position.lat);
    g_free(xmp->position.lon);
    g_free(xmp->position.metres);
    xmp->party = (Party){0};
    xmp->position = (Position){0};
}

/* Begins again; values that were given already are passed over. */
static void restart(Xmp *xmp, PdCursor in) {
    forget_members(xmp);
    xmp->n_skip = MAX(xmp->n_skip, xmp->n_emitted);
    xmp->n_emitted = 0;
    xmp->in = in;
    g_array_set_size(xmp->frames, 0);
    g_string_truncate(xmp->path, 0);
}

static bool parse(Xmp *xmp, PdCursor in, size_t *out_at, GError **error) {
    restart(xmp, in);
    return pd_xml_read(in.data, in.len, "UTF-8", xmp->reading->limits, &EVENTS, xmp, out_at, error);
}

/* By the quick scanner, else by Expat, else by Expat once more with forbidden bytes made good. */
static void parse_packet(Xmp *xmp, PdCursor in) {
    g_autoptr(GError) error = NULL;
    size_t at = 0;
    restart(xmp, in);
    if (pd_xml_scan(in.data, in.len, xmp->reading->limits, &EVENTS, xmp) || parse(xmp, in, &at, &error))
        return;
    pd_reading_problem(xmp->reading, "xmp", file_offset(xmp, at), "%s", error->message);
    if (strstr(error->message, "invalid") || strstr(error->message, "undefined entity")) {
        size_t len;
        char *text = pd_xml_mend(in.data, in.len, &len, &xmp->is_western);
        parse(xmp, pd_reading_own(xmp->reading, (uint8_t *)text, len, in.base), NULL, NULL);
    }
}

static void read_xmp(PdReading *reading, const PdCursor *pieces, size_t n_pieces) {
    PdCursor in = pd_reading_join(reading, pieces, n_pieces);
    if (in.len > reading->limits->block_bytes) {
        pd_reading_problem(reading, "xmp", in.base, "the packet is longer than %zu bytes", reading->limits->block_bytes);
        return;
    }
    Xmp xmp = {.reading = reading,
               .block = pd_reading_next_block(reading, reading->xmp_origin),
               .frames = g_array_sized_new(FALSE, FALSE, sizeof(Frame), 16),
               .path = g_string_sized_new(128),
               .text = g_string_sized_new(256),
               .text_max = reading->limits->value_bytes};
    in = as_utf8(reading, in, &xmp.unit);
    cut_padding(&in);
    if (in.len > 0)
        parse_packet(&xmp, in);
    Frame nowhere = {0};
    emit_party(&xmp, &nowhere);
    emit_position(&xmp);
    g_array_free(xmp.frames, TRUE);
    g_string_free(xmp.path, TRUE);
    g_string_free(xmp.text, TRUE);
}

/* A packet whose signature is damaged or preceded by another. */
static size_t find_packet(const PdCursor *segment) {
    enum { NEAR = 96 };
    size_t len = MIN(pd_cursor_left(segment), NEAR);
    const uint8_t *start = segment->data + segment->at;
    const uint8_t *found = len ? memmem(start, len, "<?xpacket", 9) : NULL;
    if (!found && len)
        found = memmem(start, len, "<x:x", 4);
    return found ? (size_t)(found - segment->data) : SIZE_MAX;
}

const PdBlock pd_block_xmp = {
    .name = "xmp",
    .help = "XMP: IPTC Core and Extension, PLUS, Creative Commons, camera",
    .jpeg_marker = 0xe1,
    .jpeg_signature = "http://ns.adobe.com/xap/1.0/",
    .jpeg_signature_len = 29,
    .jpeg_skip = 29,
    .jpeg_find = find_packet,
    .riff_chunk = "XMP ",
    .tiff_tag = 700,
    .box_uuid = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac",
    .heif_mime = "application/rdf+xml",
    .read = read_xmp,
};
