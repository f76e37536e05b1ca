/* XML by Expat in plain mode (codec/xml.h). Namespaces in XML 1.0 are resolved here, because Expat's own mode refuses
 * documents with unbound prefixes, which occur in real XMP, and because a hash of bindings stays linear on hostile input. */
#include "codec/xml.h"

#include <string.h>

#include <expat.h>

#include "picdesk/error.h"

/* One xmlns declaration; shadowed is the binding of the same prefix outside, or -1. */
typedef struct {
    char *prefix, *uri;
    int shadowed;
    size_t depth;
} Binding;

/* A name or value as offsets into scratch, which may move while it grows. */
typedef struct {
    size_t prefix, local;
} Split;

typedef struct {
    XML_Parser parser;
    const PdLimits *limits;
    const PdXmlEvents *events;
    void *user;
    size_t depth;
    GArray *bindings;   /* of Binding, innermost last */
    GHashTable *newest; /* prefix -> index + 1 of its newest binding */
    GString *scratch;
    GArray *splits;     /* of Split */
    GArray *attributes; /* of PdXmlAttribute */
    bool has_root_ended;
    GError *error;
} Reader;

static void stop(Reader *reader, PdErrorCode code, const char *why) {
    if (!reader->error)
        reader->error = g_error_new_literal(PD_ERROR, (int)code, why);
    XML_StopParser(reader->parser, XML_FALSE);
}

static void clear_binding(gpointer data) {
    Binding *binding = data;
    g_free(binding->prefix);
    g_free(binding->uri);
}

static Binding *binding_at(Reader *reader, int index) {
    return &g_array_index(reader->bindings, Binding, (guint)index);
}

static int newest_of(Reader *reader, const char *prefix) {
    return GPOINTER_TO_INT(g_hash_table_lookup(reader->newest, prefix)) - 1;
}

static void bind_prefix(Reader *reader, const char *prefix, const char *uri) {
    Binding binding = {g_strdup(prefix), g_strdup(uri), newest_of(reader, prefix), reader->depth};
    g_array_append_val(reader->bindings, binding);
    g_hash_table_replace(reader->newest, binding.prefix, GINT_TO_POINTER((int)reader->bindings->len));
}

/* Ends the bindings of the element that closes. */
static void unbind(Reader *reader) {
    while (reader->bindings->len > 0) {
        int last = (int)reader->bindings->len - 1;
        const Binding *binding = binding_at(reader, last);
        if (binding->depth < reader->depth)
            return;
        if (binding->shadowed >= 0)
            g_hash_table_replace(reader->newest, binding_at(reader, binding->shadowed)->prefix,
                                 GINT_TO_POINTER(binding->shadowed + 1));
        else
            g_hash_table_remove(reader->newest, binding->prefix);
        g_array_set_size(reader->bindings, (guint)last);
    }
}

static Split split_name(Reader *reader, const char *name) {
    const char *colon = strchr(name, ':');
    Split split = {.prefix = reader->scratch->len};
    if (colon)
        g_string_append_len(reader->scratch, name, colon - name);
    g_string_append_c(reader->scratch, '\0');
    split.local = reader->scratch->len;
    g_string_append_len(reader->scratch, colon ? colon + 1 : name, (gssize)strlen(colon ? colon + 1 : name) + 1);
    return split;
}

static PdXmlName resolve(Reader *reader, Split split, bool is_attribute) {
    PdXmlName name = {.prefix = reader->scratch->str + split.prefix, .local = reader->scratch->str + split.local};
    bool has_no_namespace = is_attribute && *name.prefix == '\0'; /* Namespaces in XML 1.0, 6.2 */
    int index = has_no_namespace ? -1 : newest_of(reader, name.prefix);
    if (index >= 0)
        name.uri = binding_at(reader, index)->uri;
    else if (strcmp(name.prefix, "xml") == 0)
        name.uri = "http://www.w3.org/XML/1998/namespace";
    return name;
}

static bool is_declaration(const char *name) {
    return strncmp(name, "xmlns", 5) == 0 && (name[5] == ':' || name[5] == '\0');
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **pairs) {
    Reader *reader = data;
    reader->depth++;
    if (reader->depth > reader->limits->depth) {
        stop(reader, PD_ERROR_LIMIT, "elements are nested too deep");
        return;
    }
    for (size_t i = 0; pairs[i]; i += 2)
        if (is_declaration(pairs[i]))
            bind_prefix(reader, pairs[i][5] ? pairs[i] + 6 : "", pairs[i + 1]);
    g_string_truncate(reader->scratch, 0);
    g_array_set_size(reader->splits, 0);
    g_array_set_size(reader->attributes, 0);
    Split element = split_name(reader, name);
    for (size_t i = 0; pairs[i]; i += 2) {
        if (is_declaration(pairs[i]))
            continue;
        Split split = split_name(reader, pairs[i]);
        PdXmlAttribute attribute = {.value = pairs[i + 1]};
        g_array_append_val(reader->splits, split);
        g_array_append_val(reader->attributes, attribute);
    }
    for (guint i = 0; i < reader->attributes->len; i++)
        g_array_index(reader->attributes, PdXmlAttribute, i).name =
            resolve(reader, g_array_index(reader->splits, Split, i), true);
    PdXmlName resolved = resolve(reader, element, false);
    long at = (long)XML_GetCurrentByteIndex(reader->parser);
    reader->events->start(reader->user, &resolved, (const PdXmlAttribute *)(void *)reader->attributes->data,
                          reader->attributes->len, at > 0 ? (size_t)at : 0);
}

static void XMLCALL on_end(void *data, const XML_Char *name) {
    (void)name;
    Reader *reader = data;
    if (reader->error) /* Expat still ends an empty element whose start stopped it */
        return;
    reader->events->end(reader->user);
    unbind(reader);
    reader->depth--;
    reader->has_root_ended = reader->depth == 0;
    if (reader->has_root_ended)
        XML_StopParser(reader->parser, XML_FALSE);
}

static void XMLCALL on_text(void *data, const XML_Char *text, int len) {
    Reader *reader = data;
    if (!reader->error)
        reader->events->text(reader->user, text, (size_t)len);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid,
                               int has_subset) {
    (void)name, (void)sysid, (void)pubid, (void)has_subset;
    stop(data, PD_ERROR_FORMAT, "a DOCTYPE is not accepted");
}

static void set_up(Reader *reader) {
    reader->bindings = g_array_new(FALSE, FALSE, sizeof(Binding));
    g_array_set_clear_func(reader->bindings, clear_binding);
    reader->newest = g_hash_table_new(g_str_hash, g_str_equal);
    reader->scratch = g_string_sized_new(256);
    reader->splits = g_array_new(FALSE, FALSE, sizeof(Split));
    reader->attributes = g_array_new(FALSE, FALSE, sizeof(PdXmlAttribute));
    XML_SetUserData(reader->parser, reader);
    XML_SetElementHandler(reader->parser, on_start, on_end);
    XML_SetCharacterDataHandler(reader->parser, on_text);
    XML_SetStartDoctypeDeclHandler(reader->parser, on_doctype);
}

static void tear_down(Reader *reader) {
    XML_ParserFree(reader->parser);
    g_hash_table_destroy(reader->newest);
    g_array_free(reader->bindings, TRUE);
    g_string_free(reader->scratch, TRUE);
    g_array_free(reader->splits, TRUE);
    g_array_free(reader->attributes, TRUE);
}

bool pd_xml_read(const uint8_t *data, size_t len, const char *charset, const PdLimits *limits, const PdXmlEvents *events,
                 void *user, size_t *out_at, GError **error) {
    if (len > INT32_MAX) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_LIMIT, "the document is too long");
        return false;
    }
    Reader reader = {.limits = limits, .events = events, .user = user};
    reader.parser = XML_ParserCreate(charset);
    if (!reader.parser) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_LIMIT, "no memory for the XML parser");
        return false;
    }
    set_up(&reader);
    bool is_read =
        XML_Parse(reader.parser, (const char *)data, (int)len, XML_TRUE) == XML_STATUS_OK || reader.has_root_ended;
    if (!is_read && !reader.error)
        reader.error = g_error_new_literal(PD_ERROR, PD_ERROR_FORMAT, XML_ErrorString(XML_GetErrorCode(reader.parser)));
    long at = (long)XML_GetCurrentByteIndex(reader.parser);
    if (!is_read && out_at)
        *out_at = at > 0 ? (size_t)at : 0;
    tear_down(&reader);
    if (reader.error)
        g_propagate_error(error, reader.error);
    return is_read;
}
