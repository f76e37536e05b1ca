/* The quick scanner against Expat: what it accepts, Expat must accept with the same events. What the scanner lends is looked
 * at as late as it promises to last, when the root ends. */
#include <stdlib.h>
#include <string.h>

#include "codec/xml_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- Expat's */

static void put_name(GString *out, const PdXmlName *name) {
    g_string_append_printf(out, "{%s}%s:%s", name->uri ? name->uri : "-", name->prefix, name->local);
}

static void on_start(void *user, const PdXmlName *name, const PdXmlAttribute *attributes, size_t n, size_t at) {
    GString *out = user;
    g_string_append_printf(out, "\n<%zu ", at);
    put_name(out, name);
    for (size_t i = 0; i < n; i++) {
        g_string_append_c(out, ' ');
        put_name(out, &attributes[i].name);
        g_string_append_printf(out, "='%s'", attributes[i].value);
    }
    g_string_append(out, ">\n");
}

static void on_end(void *user) {
    g_string_append(user, "\n/\n");
}

static void on_text(void *user, const char *text, size_t len) {
    g_string_append_len(user, text, (gssize)len);
}

/* ---- the scanner's */

typedef struct {
    GArray *pieces; /* of PdXmlSlice */
    GStringChunk *own;
    size_t depth;
    GString *out;
} Quick;

static void put_slice(Quick *quick, PdXmlSlice slice) {
    g_array_append_val(quick->pieces, slice);
}

static void put_text(Quick *quick, const char *text) {
    const char *copy = g_string_chunk_insert(quick->own, text);
    put_slice(quick, (PdXmlSlice){copy, strlen(copy)});
}

static void put_scan_name(Quick *quick, const PdXmlScanName *name) {
    put_text(quick, "{");
    put_slice(quick, name->uri.text ? name->uri : (PdXmlSlice){"-", 1});
    put_text(quick, "}");
    put_slice(quick, name->prefix);
    put_text(quick, ":");
    put_slice(quick, name->local);
}

static void on_scan_start(void *user, const PdXmlScanName *name, const PdXmlScanAttribute *attributes, size_t n, size_t at) {
    Quick *quick = user;
    g_autofree char *opening = g_strdup_printf("\n<%zu ", at);
    quick->depth++;
    put_text(quick, opening);
    put_scan_name(quick, name);
    for (size_t i = 0; i < n; i++) {
        put_text(quick, " ");
        put_scan_name(quick, &attributes[i].name);
        put_text(quick, "='");
        put_slice(quick, attributes[i].value);
        put_text(quick, "'");
    }
    put_text(quick, ">\n");
}

static void on_scan_end(void *user) {
    Quick *quick = user;
    put_text(quick, "\n/\n");
    if (--quick->depth > 0)
        return;
    for (guint i = 0; i < quick->pieces->len; i++) {
        PdXmlSlice piece = g_array_index(quick->pieces, PdXmlSlice, i);
        g_string_append_len(quick->out, piece.text, (gssize)piece.len);
    }
}

static void on_scan_text(void *user, PdXmlSlice text) {
    put_slice(user, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const PdXmlEvents EVENTS = {on_start, on_end, on_text};
    static const PdXmlScanEvents SCAN_EVENTS = {NULL, on_scan_start, on_scan_end, on_scan_text};
    g_autoptr(GString) slow = g_string_new(NULL), out = g_string_new(NULL);
    Quick quick = {.pieces = g_array_new(FALSE, FALSE, sizeof(PdXmlSlice)), .own = g_string_chunk_new(4096), .out = out};
    bool is_scanned = pd_xml_scan(data, size, pd_limits_default(), &SCAN_EVENTS, &quick);
    g_array_free(quick.pieces, TRUE);
    g_string_chunk_free(quick.own);
    bool is_read = pd_xml_read(data, size, "UTF-8", pd_limits_default(), &EVENTS, slow, NULL, NULL);
    if (is_scanned && (!is_read || !g_string_equal(out, slow)))
        abort();
    return 0;
}
