/* RDF as XMP uses it (ISO 16684-1, 7), in every shape that occurs: properties as elements or attributes, Seq, Bag and Alt,
 * structures by rdf:Description, rdf:parseType or attributes, qualifiers by rdf:value, prefixes bound to any name. Values
 * get paths of preferred prefixes ("plus:Licensor/plus:LicensorName"). Left out: rdf:nodeID references. */
#include "image/rdf.h"

#include <string.h>

#include "base/same.h"
#include "codec/date.h"
#include "image/xmp_path.h"

enum { LONGEST_PATH = 512, LONGEST_DATE = 64 };

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
    int path;        /* see image/xmp_path.h */
    size_t name_len; /* of the path's name outside the element */
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

struct PdRdf {
    PdReading *reading;
    PdCursor in;
    uint64_t unit;
    uint16_t block;
    Frame *frames; /* as many as there may be open elements */
    size_t n_frames;
    GString *name;    /* (nullable) the innermost path as text: only when properties outside the table are wanted */
    PdXmlSlice first; /* the element's text, when it came in one piece that lasts */
    GString *text;    /* (nullable) its text otherwise */
    size_t text_max;
    Party party;
    Position position;
    bool is_western;          /* bytes that were no UTF-8 were taken for Windows-1252 */
    size_t n_emitted, n_skip; /* a further reading passes over what was given */
    GArray *attributes;       /* (nullable) of PdXmlScanAttribute: Expat's */
};

static Frame *top(PdRdf *rdf) {
    return rdf->n_frames ? &rdf->frames[rdf->n_frames - 1] : NULL;
}

static bool is_local(const PdXmlScanName *name, const char *local, size_t len) {
    return name->local.len == len && pd_same_bytes(name->local.text, local, len);
}

/* The namespace; a prefix that was never bound means what it usually means. */
static unsigned space_of(const PdXmlScanName *name) {
    return name->uri.text || name->prefix.len == 0 ? name->space : pd_xmp_space_of_prefix(name->prefix);
}

#define IS_RDF(name, local) (space_of(name) == PD_XMP_RDF && is_local(name, local, sizeof local - 1))

/* ---- paths */

/* A usual prefix that is bound to another namespace is marked, so that it is not mistaken. */
static void append_name(GString *out, const PdXmlScanName *name, unsigned space) {
    if (out->len)
        g_string_append_c(out, '/');
    if (space >= PD_XMP_FIRST_SPACE) {
        g_string_append(out, pd_xmp_prefix(space));
    } else {
        g_string_append_len(out, name->prefix.text, (gssize)name->prefix.len);
        if (name->uri.text && pd_xmp_space_of_prefix(name->prefix) >= PD_XMP_FIRST_SPACE)
            g_string_append_c(out, '_');
    }
    if (space >= PD_XMP_FIRST_SPACE || name->prefix.len > 0)
        g_string_append_c(out, ':');
    g_string_append_len(out, name->local.text, (gssize)name->local.len);
}

/* Steps down to a property; take_back() returns. */
static int step(PdRdf *rdf, int from, const PdXmlScanName *name) {
    unsigned space = space_of(name);
    if (rdf->name)
        append_name(rdf->name, name, space);
    return pd_xmp_step(from, space, name->local);
}

static size_t name_len(const PdRdf *rdf) {
    return rdf->name ? rdf->name->len : 0;
}

static void take_back(PdRdf *rdf, size_t len) {
    if (rdf->name)
        g_string_truncate(rdf->name, len);
}

/* ---- values */

static uint64_t file_offset(const PdRdf *rdf, size_t at) {
    return rdf->in.base + at * rdf->unit;
}

static bool is_ascii(PdXmlSlice text) {
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.text[i] >= 0x80)
            return false;
    return true;
}

static uint32_t flags_of(const PdRdf *rdf, PdXmlSlice text) {
    bool is_repaired = memchr(text.text, 0xef, text.len) && memmem(text.text, text.len, "\xef\xbf\xbd", 3);
    bool is_guessed = rdf->is_western && !is_ascii(text);
    return (is_repaired ? PD_VALUE_REPAIRED : 0u) | (is_guessed ? PD_VALUE_GUESSED : 0u);
}

static void add(PdRdf *rdf, PdField field, const char *property, PdXmlSlice text, const Frame *frame, const char *uri) {
    if (rdf->n_emitted++ < rdf->n_skip)
        return;
    pd_reading_add_bytes(rdf->reading,
                         &(PdValue){.field = field,
                                    .origin = rdf->reading->xmp_origin,
                                    .block = rdf->block,
                                    .item = frame->item,
                                    .flags = flags_of(rdf, text),
                                    .at = file_offset(rdf, frame->at),
                                    .property = property,
                                    .lang = *frame->lang ? frame->lang : NULL,
                                    .uri = uri},
                         text.text, text.len);
}

static void add_text(PdRdf *rdf, PdField field, const char *property, const char *text, const Frame *frame,
                     const char *uri) {
    add(rdf, field, property, (PdXmlSlice){text, strlen(text)}, frame, uri);
}

static void keep(char **place, PdXmlSlice text) {
    if (!*place)
        *place = g_strndup(text.text, text.len);
}

/* Members that wait for the others of their structure. Returns true when the value was one. */
static bool keep_member(PdRdf *rdf, PdXmpRole role, PdXmlSlice text, size_t at) {
    switch (role) {
    case PD_XMP_LICENSOR_NAME:
    case PD_XMP_LICENSOR_URL:
        keep(role == PD_XMP_LICENSOR_NAME ? &rdf->party.name : &rdf->party.uri, text);
        rdf->party.at = at;
        return true;
    case PD_XMP_LATITUDE:
        keep(&rdf->position.lat, text);
        rdf->position.at = at;
        return true;
    case PD_XMP_LONGITUDE:
        keep(&rdf->position.lon, text);
        return true;
    case PD_XMP_ALTITUDE:
        keep(&rdf->position.metres, text);
        return true;
    case PD_XMP_ALTITUDE_REF:
        rdf->position.is_below_sea = *text.text == '1' || *text.text == '3';
        return true;
    case PD_XMP_EXTENDED: {
        g_autofree char *digest = g_strndup(text.text, text.len);
        g_strlcpy(rdf->reading->extended_xmp, digest, sizeof rdf->reading->extended_xmp);
        return true;
    }
    default:
        return false;
    }
}

/* Returns false when the text is no date. */
static bool emit_date(PdRdf *rdf, PdField field, const char *property, PdXmlSlice text, const Frame *frame) {
    char room[LONGEST_DATE];
    g_autofree char *copy = text.len < sizeof room ? NULL : g_strndup(text.text, text.len);
    if (!copy) {
        memcpy(room, text.text, text.len);
        room[text.len] = '\0';
    }
    g_autofree char *date = pd_date_normalise(copy ? copy : room, NULL);
    if (date)
        add_text(rdf, field, property, date, frame, NULL);
    return date != NULL;
}

static void emit(PdRdf *rdf, int path, PdXmlSlice text, const Frame *frame) {
    const PdXmpPath *what = pd_xmp_path(path);
    bool is_named = rdf->name && rdf->name->len > 0 && rdf->name->len <= LONGEST_PATH;
    if ((!what->path && !is_named) || pd_text_is_blank_len(text.text, text.len) ||
        keep_member(rdf, what->role, text, frame->at))
        return;
    const char *property = what->path ? what->path : rdf->name->str;
    PdField field = what->field;
    const PdFieldInfo *info = pd_field_info(field);
    if (info && info->kind == PD_KIND_DATE) {
        if (emit_date(rdf, field, property, text, frame))
            return;
        field = PD_FIELD_OTHER;
    }
    if (field == PD_FIELD_ORIENTATION && !(text.len == 1 && text.text[0] >= '1' && text.text[0] <= '8'))
        field = PD_FIELD_OTHER;
    add(rdf, field, property, text, frame, NULL);
}

static void emit_party(PdRdf *rdf, const Frame *frame) {
    Party *party = &rdf->party;
    bool has_name = party->name && !pd_text_is_blank(party->name), has_uri = party->uri && !pd_text_is_blank(party->uri);
    if (has_name || has_uri) {
        g_autofree char *uri = has_uri ? g_strstrip(g_strdup(party->uri)) : NULL;
        add_text(rdf, PD_FIELD_LICENSOR, "plus:Licensor", has_name ? party->name : uri, frame, uri);
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

static void emit_position(PdRdf *rdf) {
    Position *p = &rdf->position;
    double lat, lon, metres = 0;
    if (p->lat && p->lon && read_degrees(p->lat, "NS", &lat) && read_degrees(p->lon, "EW", &lon)) {
        bool has_metres = p->metres && read_metres(p->metres, &metres);
        g_autofree char *text = pd_reading_position(lat, lon, has_metres, p->is_below_sea ? -ABS(metres) : metres);
        Frame frame = {.at = p->at};
        if (text)
            add_text(rdf, PD_FIELD_GPS, "exif:GPSLatitude", text, &frame, NULL);
    }
    g_free(p->lat);
    g_free(p->lon);
    g_free(p->metres);
    *p = (Position){0};
}

/* ---- elements */

/* Attributes that are properties (ISO 16684-1, 7.9.2.2: the shorthand of simple properties). */
static void read_attributes(PdRdf *rdf, const PdXmlScanAttribute *attributes, size_t n, const Frame *frame) {
    for (size_t i = 0; i < n; i++) {
        const PdXmlScanName *name = &attributes[i].name;
        unsigned space = space_of(name);
        if (space == PD_XMP_RDF && is_local(name, "value", 5))
            emit(rdf, frame->path, attributes[i].value, frame);
        if (space == PD_XMP_RDF || space == PD_XMP_XML || (name->prefix.len == 0 && !frame->is_value))
            continue;
        size_t len = name_len(rdf);
        emit(rdf, step(rdf, frame->path, name), attributes[i].value, frame);
        take_back(rdf, len);
    }
}

static void set_lang(Frame *frame, PdXmlSlice lang) {
    size_t len = MIN(lang.len, sizeof frame->lang - 1);
    memcpy(frame->lang, lang.text, len);
    frame->lang[len] = '\0';
}

/* The attributes of a property or an item: its language, its value as an address, its members. */
static void read_property(PdRdf *rdf, const PdXmlScanAttribute *attributes, size_t n, Frame *frame) {
    for (size_t i = 0; i < n; i++) {
        const PdXmlScanName *name = &attributes[i].name;
        PdXmlSlice value = attributes[i].value;
        if (name->space == PD_XMP_XML && is_local(name, "lang", 4))
            set_lang(frame, value);
        else if (IS_RDF(name, "parseType") && value.len == 8 && memcmp(value.text, "Resource", 8) == 0)
            frame->kind = NODE;
        else if (IS_RDF(name, "resource"))
            emit(rdf, frame->path, value, frame);
    }
    read_attributes(rdf, attributes, n, frame);
}

static bool is_array(const PdXmlScanName *name) {
    return IS_RDF(name, "Seq") || IS_RDF(name, "Bag") || IS_RDF(name, "Alt");
}

/* What an element is, by where it stands. */
static Kind kind_of(const Frame *parent, const PdXmlScanName *name) {
    switch (parent ? parent->kind : OUTSIDE) {
    case OUTSIDE:
        return IS_RDF(name, "RDF") ? RDF : IS_RDF(name, "Description") ? NODE : OUTSIDE;
    case RDF:
        return NODE;
    case NODE:
    case ARRAY:
        return PROPERTY;
    default:
        return is_array(name) ? ARRAY : NODE;
    }
}

static void forget_text(PdRdf *rdf) {
    rdf->first.len = 0;
    if (rdf->text)
        g_string_truncate(rdf->text, 0);
}

static void on_start(void *user, const PdXmlScanName *name, const PdXmlScanAttribute *attributes, size_t n, size_t at) {
    PdRdf *rdf = user;
    Frame *parent = top(rdf), *frame = &rdf->frames[rdf->n_frames];
    *frame = (Frame){.kind = kind_of(parent, name), .name_len = name_len(rdf), .at = at};
    if (parent) {
        parent->has_children = true;
        frame->item = parent->item;
        frame->path = parent->path;
        memcpy(frame->lang, parent->lang, sizeof frame->lang);
    }
    forget_text(rdf);
    rdf->n_frames++;
    if (frame->kind == PROPERTY) {
        frame->is_value = true;
        if (parent->kind == ARRAY)
            frame->item = parent->n_items < UINT16_MAX ? parent->n_items++ : UINT16_MAX;
        else if (!IS_RDF(name, "value"))
            frame->path = step(rdf, parent->path, name);
        read_property(rdf, attributes, n, frame);
    } else if (frame->kind == NODE) {
        read_attributes(rdf, attributes, n, frame);
    }
}

static void on_end(void *user) {
    PdRdf *rdf = user;
    const Frame *frame = top(rdf);
    if (frame->is_value && !frame->has_children) {
        bool is_pieces = rdf->text && rdf->text->len > 0;
        emit(rdf, frame->path, is_pieces ? (PdXmlSlice){rdf->text->str, rdf->text->len} : rdf->first, frame);
    }
    if (frame->is_value && pd_xmp_path(frame->path)->role == PD_XMP_LICENSOR)
        emit_party(rdf, frame);
    forget_text(rdf);
    take_back(rdf, frame->name_len);
    rdf->n_frames--;
}

static bool wants_text(PdRdf *rdf) {
    const Frame *frame = top(rdf);
    return frame && frame->is_value && !frame->has_children;
}

static void append_text(PdRdf *rdf, PdXmlSlice text) {
    if (!rdf->text)
        rdf->text = g_string_sized_new(256);
    if (rdf->first.len > 0)
        g_string_append_len(rdf->text, rdf->first.text, (gssize)rdf->first.len);
    rdf->first.len = 0;
    if (rdf->text->len <= rdf->text_max)
        g_string_append_len(rdf->text, text.text, (gssize)text.len);
}

static void on_lasting_text(void *user, PdXmlSlice text) {
    PdRdf *rdf = user;
    if (!wants_text(rdf))
        return;
    if (rdf->first.len == 0 && !(rdf->text && rdf->text->len > 0))
        rdf->first = text;
    else
        append_text(rdf, text);
}

const PdXmlScanEvents pd_rdf_scan_events = {pd_xmp_space, on_start, on_end, on_lasting_text};

/* ---- Expat's events */

static PdXmlScanName name_of(const PdXmlName *name) {
    PdXmlSlice uri = {name->uri, name->uri ? strlen(name->uri) : 0};
    return (PdXmlScanName){.uri = uri,
                           .space = name->uri ? pd_xmp_space(uri) : PD_XMP_NO_SPACE,
                           .prefix = {name->prefix, strlen(name->prefix)},
                           .local = {name->local, strlen(name->local)}};
}

static void on_xml_start(void *user, const PdXmlName *name, const PdXmlAttribute *attributes, size_t n, size_t at) {
    PdRdf *rdf = user;
    PdXmlScanName converted = name_of(name);
    if (!rdf->attributes)
        rdf->attributes = g_array_new(FALSE, FALSE, sizeof(PdXmlScanAttribute));
    g_array_set_size(rdf->attributes, 0);
    for (size_t i = 0; i < n; i++) {
        PdXmlScanAttribute attribute = {name_of(&attributes[i].name), {attributes[i].value, strlen(attributes[i].value)}};
        g_array_append_val(rdf->attributes, attribute);
    }
    on_start(rdf, &converted, (const PdXmlScanAttribute *)(void *)rdf->attributes->data, n, at);
}

static void on_passing_text(void *user, const char *text, size_t len) {
    if (wants_text(user))
        append_text(user, (PdXmlSlice){text, len});
}

const PdXmlEvents pd_rdf_xml_events = {on_xml_start, on_end, on_passing_text};

/* ---- */

PdRdf *pd_rdf_new(PdReading *reading, uint16_t block, uint64_t unit) {
    PdRdf *rdf = g_new0(PdRdf, 1);
    *rdf = (PdRdf){.reading = reading, .unit = unit, .block = block, .text_max = reading->limits->value_bytes};
    rdf->frames = g_new(Frame, reading->limits->depth + 1);
    if (reading->wants_all)
        rdf->name = g_string_sized_new(128);
    return rdf;
}

static void forget_members(PdRdf *rdf) {
    g_free(rdf->party.name);
    g_free(rdf->party.uri);
    g_free(rdf->position.lat);
    g_free(rdf->position.lon);
    g_free(rdf->position.metres);
    rdf->party = (Party){0};
    rdf->position = (Position){0};
}

void pd_rdf_begin(PdRdf *rdf, PdCursor packet) {
    forget_members(rdf);
    forget_text(rdf);
    take_back(rdf, 0);
    rdf->n_skip = MAX(rdf->n_skip, rdf->n_emitted);
    rdf->n_emitted = 0;
    rdf->in = packet;
    rdf->n_frames = 0;
}

void pd_rdf_set_western(PdRdf *rdf, bool is_western) {
    rdf->is_western = is_western;
}

void pd_rdf_end(PdRdf *rdf) {
    Frame nowhere = {0};
    emit_party(rdf, &nowhere);
    emit_position(rdf);
}

void pd_rdf_free(PdRdf *rdf) {
    forget_members(rdf);
    g_free(rdf->frames);
    if (rdf->name)
        g_string_free(rdf->name, TRUE);
    if (rdf->text)
        g_string_free(rdf->text, TRUE);
    if (rdf->attributes)
        g_array_free(rdf->attributes, TRUE);
    g_free(rdf);
}
