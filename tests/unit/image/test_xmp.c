#include "build.h"

#define OPEN                                                                                                                \
    "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"                                \
    "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:d='http://purl.org/dc/elements/1.1/' "              \
    "xmlns:ps='http://ns.adobe.com/photoshop/1.0/' xmlns:plus='http://ns.useplus.org/ldf/xmp/1.0/' "                        \
    "xmlns:exif='http://ns.adobe.com/exif/1.0/'>"
#define CLOSE "</r:RDF></x:xmpmeta>            \n<?xpacket end='w'?>"

static PdRecord *read_packet(const char *packet, size_t len) {
    PdRecord *record = pd_record_new();
    g_autofree uint8_t *copy = g_memdup2(packet, len);
    pd_image_read_sidecar(record, copy, len, NULL);
    return record;
}

static PdRecord *read_rdf(const char *body) {
    g_autofree char *packet = g_strconcat(OPEN, body, CLOSE, NULL);
    return read_packet(packet, strlen(packet));
}

static void assert_reads(const char *body, PdField field, const char *expected) {
    g_autoptr(PdRecord) record = read_rdf(body);
    assert_said(record, field, PD_ORIGIN_SIDECAR, expected);
}

static void test_xmp__every_shape_of_a_property(void **state) {
    (void)state;
    assert_reads("<r:Description ps:Credit='A &amp; B'/>", PD_FIELD_CREDIT, "A & B");
    assert_reads("<r:Description><ps:Credit> A </ps:Credit></r:Description>", PD_FIELD_CREDIT, "A");
    assert_reads("<r:Description><ps:Credit r:resource='urn:a'/></r:Description>", PD_FIELD_CREDIT, "urn:a");
    assert_reads("<r:Description><ps:Credit r:parseType='Resource'><r:value>V</r:value><x:q xmlns:x='u'>no</x:q></ps:Credit>"
                 "</r:Description>",
                 PD_FIELD_CREDIT, "V");
    assert_reads("<r:Description><ps:Credit><r:Description r:value='W'/></ps:Credit></r:Description>", PD_FIELD_CREDIT, "W");
    assert_reads("<r:Description><d:creator><r:Seq><r:li>A</r:li><r:li>B</r:li></r:Seq></d:creator></r:Description>",
                 PD_FIELD_CREATORS, "A|B");
    assert_reads("<r:Description><d:creator>Alone</d:creator></r:Description>", PD_FIELD_CREATORS, "Alone");
    assert_reads("<r:Description d:Rights='miscased'/>", PD_FIELD_COPYRIGHT, "miscased");
    assert_reads("<ps:Typed ps:Credit='typed node'/>", PD_FIELD_CREDIT, "typed node");
    assert_reads("<r:Description ps:credit='first letter'/>", PD_FIELD_CREDIT, "first letter");
    assert_reads("<r:Description xmlns:e='http://purl.org/dc/elements/1.1' e:rights='no slash'/>", PD_FIELD_COPYRIGHT,
                 "no slash");
    assert_reads("<r:Description><ps:Credit>A</ps:Credit><ps:Credit>B</ps:Credit></r:Description>", PD_FIELD_CREDIT, "B");
    assert_reads("<r:Description><ps:Credit><r:Bag><r:li>A</r:li><r:li>B</r:li></r:Bag></ps:Credit></r:Description>",
                 PD_FIELD_CREDIT, "A");
}

static void test_xmp__default_language_wins(void **state) {
    (void)state;
    assert_reads(
        "<r:Description><d:rights><r:Alt><r:li xml:lang='de'>Alle</r:li><r:li xml:lang='x-default'>All</r:li></r:Alt>"
        "</d:rights></r:Description>",
        PD_FIELD_COPYRIGHT, "All");
    assert_reads("<r:Description><d:rights><r:Alt><r:li xml:lang='fr'>Tous</r:li><r:li xml:lang='de'>Alle</r:li></r:Alt>"
                 "</d:rights></r:Description>",
                 PD_FIELD_COPYRIGHT, "Tous");
}

static void test_xmp__members_of_a_party_go_together(void **state) {
    (void)state;
    const char *const SHAPES[] = {
        "<r:Description><plus:Licensor><r:Seq><r:li "
        "r:parseType='Resource'><plus:LicensorURL>https://a.example/</plus:LicensorURL>"
        "<plus:LicensorName>A</plus:LicensorName></r:li><r:li plus:LicensorName='B' plus:LicensorURL='https://b.example/'/>"
        "</r:Seq></plus:Licensor></r:Description>",
        "<r:Description><plus:Licensor><r:Bag><r:li><r:Description plus:LicensorName='A' "
        "plus:LicensorURL='https://a.example/'/>"
        "</r:li><r:li><r:Description><plus:LicensorName>B</plus:LicensorName><plus:LicensorURL>https://b.example/"
        "</plus:LicensorURL></r:Description></r:li></r:Bag></plus:Licensor></r:Description>",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(SHAPES); i++) {
        g_autoptr(PdRecord) record = read_rdf(SHAPES[i]);
        assert_said(record, PD_FIELD_LICENSOR, PD_ORIGIN_SIDECAR, "A|B");
        assert_string_equal(record->values[0].uri, "https://a.example/");
        assert_string_equal(record->values[1].uri, "https://b.example/");
    }
}

static void test_xmp__prefixes_mean_what_they_are_bound_to(void **state) {
    (void)state;
    g_autoptr(PdRecord) foreign = read_rdf("<r:Description xmlns:photoshop='urn:other' photoshop:Credit='not this'/>");
    assert_unsaid(foreign, PD_FIELD_CREDIT);
    g_autoptr(PdRecord) unbound = read_rdf("<r:Description photoshop:Credit='unbound'/>");
    assert_said(unbound, PD_FIELD_CREDIT, PD_ORIGIN_SIDECAR, "unbound");
    g_autoptr(PdRecord) inner = read_rdf("<r:Description><z:Credit xmlns:z='http://ns.adobe.com/photoshop/1.0/'>A</z:Credit>"
                                         "<z:Source xmlns:z='urn:other'>B</z:Source></r:Description>");
    assert_said(inner, PD_FIELD_CREDIT, PD_ORIGIN_SIDECAR, "A");
    assert_unsaid(inner, PD_FIELD_SOURCE);
}

static void test_xmp__positions_need_their_hemispheres(void **state) {
    (void)state;
    assert_reads("<r:Description exif:GPSLatitude='34,30.0S' exif:GPSLongitude='69,12,36E' exif:GPSAltitude='250/10' "
                 "exif:GPSAltitudeRef='1'/>",
                 PD_FIELD_GPS, "-34.5 69.21 -25");
    g_autoptr(PdRecord) record = read_rdf("<r:Description exif:GPSLatitude='34,30.0' exif:GPSLongitude='69,12,36'/>");
    assert_unsaid(record, PD_FIELD_GPS);
}

static void test_xmp__decimal_degrees_bear_their_hemisphere_as_a_sign(void **state) {
    (void)state;
    assert_reads("<r:Description exif:GPSLatitude='48.5' exif:GPSLongitude='-1.25'/>", PD_FIELD_GPS, "48.5 -1.25");
    assert_reads("<r:Description exif:GPSLatitude='54/1,7218/1000N' exif:GPSLongitude='12\302\2605&apos;13.2&quot; W'/>",
                 PD_FIELD_GPS, "54.1203 -12.087");
    g_autoptr(PdRecord) record = read_rdf("<r:Description exif:GPSLatitude='48,30.0' exif:GPSLongitude='1,15.0'/>");
    assert_unsaid(record, PD_FIELD_GPS);
}

/* What writers get wrong in XML, and what lies behind it. */
static void test_xmp__common_faults_are_mended(void **state) {
    (void)state;
    const char *const FAULTS[] = {"<d:source>A & B &copy; C</d:source>",
                                  "<exif:TIFF/EPStandardID>1</exif:TIFF/EPStandardID>",
                                  "<d:source>\x01\xff&#1;&#xd800;</d:source>"};
    for (size_t i = 0; i < G_N_ELEMENTS(FAULTS); i++) {
        g_autofree char *body =
            g_strconcat("<r:Description>", FAULTS[i], "<ps:Credit>after &lt;it&gt;</ps:Credit></r:Description>", NULL);
        assert_reads(body, PD_FIELD_CREDIT, "after <it>");
    }
    assert_reads("<r:Description><d:rights>A & B &copy; C &amp; D</d:rights></r:Description>", PD_FIELD_COPYRIGHT,
                 "A & B &copy; C & D");
}

static void test_xmp__packet_alone_is_told_from_other_xml(void **state) {
    (void)state;
    const char *const PACKETS[] = {
        OPEN CLOSE, "\xef\xbb\xbf<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>",
        ("<?xml version='1.0'?>\n<!-- made by hand -->\n<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
         "<rdf:Description xmlns:xmp='http://ns.adobe.com/xap/1.0/'/></rdf:RDF>")};
    const char *const OTHERS[] = {"",
                                  "<",
                                  "<?",
                                  "<html><p>adobe:ns:meta/</html>",
                                  "adobe:ns:meta/",
                                  ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
                                   "xmlns='http://purl.org/rss/1.0/'><channel/></rdf:RDF>")};
    for (size_t i = 0; i < G_N_ELEMENTS(PACKETS); i++)
        assert_true(pd_image_is_packet((const uint8_t *)PACKETS[i], strlen(PACKETS[i])));
    for (size_t i = 0; i < G_N_ELEMENTS(OTHERS); i++)
        assert_false(pd_image_is_packet((const uint8_t *)OTHERS[i], strlen(OTHERS[i])));
    g_autofree char *text = g_strconcat(OPEN, "<r:Description ps:Credit='Harbour Gazette'/>", CLOSE, NULL);
    gsize len;
    g_autofree char *wide = g_convert(text, -1, "UTF-16BE", "UTF-8", NULL, &len, NULL);
    assert_true(pd_image_is_packet((const uint8_t *)wide, len));
    g_autoptr(PdRecord) record = pd_image_read_packet((const uint8_t *)wide, len, false, NULL);
    assert_int_equal(record->format, PD_FORMAT_XMP);
    assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_SIDECAR, "Harbour Gazette");
}

static void test_xmp__utf16_and_utf32_packets(void **state) {
    (void)state;
    static const char PACKET[] = OPEN "<r:Description ps:Credit='Zoë Ž'/>" CLOSE;
    g_autofree gunichar *utf32 = g_utf8_to_ucs4_fast(PACKET, -1, NULL);
    g_autofree gunichar2 *utf16 = g_utf8_to_utf16(PACKET, -1, NULL, NULL, NULL);
    for (int is_big = 0; is_big < 2; is_big++) {
        g_autoptr(GByteArray) wide = g_byte_array_new(), wider = g_byte_array_new();
        for (size_t i = 0; utf16[i]; i++)
            is_big ? put_be(wide, utf16[i], 2) : put_le(wide, utf16[i], 2);
        for (size_t i = 0; utf32[i]; i++)
            is_big ? put_be(wider, utf32[i], 4) : put_le(wider, utf32[i], 4);
        g_autoptr(PdRecord) a = read_packet((const char *)wide->data, wide->len);
        g_autoptr(PdRecord) b = read_packet((const char *)wider->data, wider->len);
        assert_said(a, PD_FIELD_CREDIT, PD_ORIGIN_SIDECAR, "Zoë Ž");
        assert_said(b, PD_FIELD_CREDIT, PD_ORIGIN_SIDECAR, "Zoë Ž");
    }
}

static void test_xmp__damage_costs_only_what_it_hits(void **state) {
    (void)state;
    g_autoptr(PdRecord) record =
        read_rdf("<r:Description ps:Source='S\xc3\xa9'/><r:Description ps:Credit='A\x01&#x1f;B\xff'/>");
    assert_said(record, PD_FIELD_SOURCE, PD_ORIGIN_SIDECAR, "S\xc3\xa9");
    assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_SIDECAR, "A  B\xef\xbf\xbd");
    assert_int_equal(record->n_values, 2);
    assert_true(record->values[1].flags & PD_VALUE_REPAIRED);
    assert_int_equal(record->n_problems, 1);
    g_autoptr(PdRecord) western = read_rdf("<r:Description ps:Credit='Zo\353 R\370d'/>");
    assert_said(western, PD_FIELD_CREDIT, PD_ORIGIN_SIDECAR,
                "Zo\xc3\xab R\xc3\xb8"
                "d");
    assert_true(western->values[0].flags & PD_VALUE_GUESSED);
    static const char HALF[] = OPEN "<r:Description ps:Credit='A'><ps:Source>half";
    g_autoptr(PdRecord) cut = read_packet(HALF, strlen(HALF));
    assert_said(cut, PD_FIELD_CREDIT, PD_ORIGIN_SIDECAR, "A");
    assert_int_equal(cut->n_problems, 1);
}

static void test_xmp__refuses_doctype_and_depth(void **state) {
    (void)state;
    static const char BOMB[] =
        "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        "<r:Description photoshop:Credit='&a;'/></r:RDF>";
    g_autoptr(PdRecord) record = read_packet(BOMB, strlen(BOMB));
    assert_int_equal(record->n_values, 0);
    assert_true(has_problem(record, "DOCTYPE"));
    g_autoptr(GString) deep = g_string_new(OPEN "<r:Description>");
    for (int i = 0; i < 100; i++)
        g_string_append(deep, "<d:a>");
    g_autoptr(PdRecord) second = read_packet(deep->str, deep->len);
    assert_true(has_problem(second, "too deep"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xmp__every_shape_of_a_property),
        cmocka_unit_test(test_xmp__default_language_wins),
        cmocka_unit_test(test_xmp__members_of_a_party_go_together),
        cmocka_unit_test(test_xmp__prefixes_mean_what_they_are_bound_to),
        cmocka_unit_test(test_xmp__positions_need_their_hemispheres),
        cmocka_unit_test(test_xmp__decimal_degrees_bear_their_hemisphere_as_a_sign),
        cmocka_unit_test(test_xmp__common_faults_are_mended),
        cmocka_unit_test(test_xmp__packet_alone_is_told_from_other_xml),
        cmocka_unit_test(test_xmp__utf16_and_utf32_packets),
        cmocka_unit_test(test_xmp__damage_costs_only_what_it_hits),
        cmocka_unit_test(test_xmp__refuses_doctype_and_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
