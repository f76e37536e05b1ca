/* The dialects of agencies and feeds on invented files: jsonld, ninjs, newsml, rss. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "picdesk/article.h"

static PdArticle *read_text(const char *text, const char *dialect) {
    GError *error = NULL;
    PdArticle *article = pd_article_read((const uint8_t *)text, strlen(text), NULL, &error);
    assert_null(error);
    assert_non_null(article);
    assert_string_equal(article->dialect, dialect);
    return article;
}

static void assert_figure(const PdArticle *article, size_t n, const char *url, const char *caption, const char *credit) {
    assert_true(n < article->n_figures);
    assert_string_equal(article->figures[n].url, url);
    assert_string_equal(article->figures[n].caption ? article->figures[n].caption : "", caption);
    assert_string_equal(article->figures[n].credit ? article->figures[n].credit : "", credit);
}

static void test_feeds__jsonld_graph(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = read_text(
        "{\"@context\":\"https://"
        "schema.org\",\"@graph\":[{\"@type\":\"Organization\",\"logo\":{\"@type\":\"ImageObject\",\"url\":\"/l.png\"}},"
        "{\"@type\":[\"NewsArticle\"],\"headline\":\"Ferry "
        "adrift\",\"datePublished\":\"2024-05-03\",\"image\":[{\"@type\":\"ImageObject\","
        "\"contentUrl\":\"https://example.org/a.jpg\",\"caption\":\"The ferry &amp; the tug\",\"creator\":[{\"name\":\"Ann "
        "Reid\"},{\"name\":"
        "\"Moor Press\"}]},\"https://example.org/b.jpg\"]}]}",
        "jsonld");
    assert_string_equal(article->title, "Ferry adrift");
    assert_int_equal(article->n_figures, 2);
    assert_figure(article, 0, "https://example.org/a.jpg", "The ferry & the tug", "Ann Reid, Moor Press");
    assert_int_equal(article->figures[0].role, PD_ROLE_LEAD);
    assert_figure(article, 1, "https://example.org/b.jpg", "", "");
    assert_int_equal(article->figures[1].role, PD_ROLE_META);
}

static void test_feeds__ninjs_associations_of_both_versions(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_text("{\"uri\":\"https://example.org/"
                  "1\",\"type\":\"text\",\"versioncreated\":\"2024-05-03T08:00:00Z\",\"headline\":\"Ferry adrift\","
                  "\"associations\":{\"main\":{\"type\":\"picture\",\"description_caption\":\"The "
                  "ferry\",\"creditline\":\"Moor Press\",\"renditions\":"
                  "{\"large\":{\"href\":\"a.jpg\"},\"small\":{\"href\":\"a-s.jpg\"}}}}}",
                  "ninjs");
    assert_string_equal(article->title, "Ferry adrift");
    assert_figure(article, 0, "a.jpg", "The ferry", "Moor Press");
    assert_string_equal(article->figures[0].urls[0], "a-s.jpg");
    g_autoptr(PdArticle) second = read_text(
        "{\"uri\":\"x\",\"type\":\"picture\",\"renditions\":[{\"href\":\"b.jpg\"}],\"descriptions\":[{\"role\":\"drol:"
        "summary\",\"value\":"
        "\"No\"},{\"role\":\"drol:caption\",\"value\":\"The tug\"}],\"byline\":\"Ann Reid\",\"pubstatus\":\"usable\"}",
        "ninjs");
    assert_figure(second, 0, "b.jpg", "The tug", "Ann Reid");
}

static void test_feeds__newsml_picture_items(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = read_text(
        "<?xml version='1.0'?><newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet><newsItem "
        "guid='urn:1'><itemMeta>"
        "<itemClass "
        "qcode='ninat:text'/><versionCreated>2024-05-03T08:00:00Z</versionCreated></itemMeta><contentMeta><headline>Ferry "
        "adrift"
        "</headline></contentMeta></newsItem><newsItem><itemMeta><itemClass qcode='ninat:picture'/></itemMeta><contentMeta>"
        "<creator><name>Ann Reid</name></creator><creditline>Moor Press</creditline><description role='drol:caption'>The "
        "ferry</description>"
        "</contentMeta><contentSet><remoteContent href='a.jpg'/><remoteContent "
        "href='b.jpg'/></contentSet></newsItem></itemSet></newsMessage>",
        "newsml");
    assert_string_equal(article->title, "Ferry adrift");
    assert_string_equal(article->published_at, "2024-05-03T08:00:00Z");
    assert_int_equal(article->n_figures, 1);
    assert_figure(article, 0, "a.jpg", "The ferry", "Moor Press");
}

static void test_feeds__nitf_media_behind_a_doctype(void **state) {
    (void)state;
    const char *text =
        "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf-3-6.dtd'><nitf><body><body.head><hedline><hl1>Ferry adrift</hl1>"
        "</hedline></body.head><body.content><media media-type='image'><media-reference source='a.jpg' alternate-text='A "
        "ferry'/>"
        "<media-caption><p>The <em>ferry</em></p></media-caption><media-producer>Ann "
        "Reid</media-producer></media></body.content>"
        "</body></nitf>";
    g_autoptr(PdArticle) article = read_text(text, "newsml");
    assert_string_equal(article->title, "Ferry adrift");
    assert_figure(article, 0, "a.jpg", "The ferry", "Ann Reid");
    assert_string_equal(article->figures[0].alt, "A ferry");
    assert_int_equal(article->figures[0].offset, strstr(text, "<media ") - text);
}

static void test_feeds__media_rss(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = read_text(
        "<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><title>Moor Post</title><item><title>Ferry adrift</title>"
        "<link>https://example.org/1</link><pubDate>Fri, 03 May 2024 08:00:00 +0000</pubDate><media:group><media:content "
        "url='a.jpg' "
        "medium='image'/><media:content url='a-s.jpg'/></media:group><media:description>The ferry &amp;amp; the "
        "tug</media:description>"
        "<media:credit>Ann Reid</media:credit><enclosure url='c.mp3' type='audio/mpeg'/></item></channel></rss>",
        "rss");
    assert_string_equal(article->title, "Ferry adrift");
    assert_string_equal(article->published_at, "2024-05-03T08:00:00+00:00");
    assert_figure(article, 0, "a.jpg", "The ferry & the tug", "Ann Reid");
    assert_string_equal(article->figures[0].urls[0], "a-s.jpg");
    assert_int_equal(article->figures[1].kind, PD_FIGURE_MEDIA);
}

static void test_feeds__a_cut_feed_keeps_what_was_read(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_text("<rss><channel><item><enclosure url='a.jpg' type='image/jpeg'/></item><item><tit", "rss");
    assert_int_equal(article->n_figures, 1);
    assert_int_equal(article->n_problems, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_feeds__jsonld_graph),
        cmocka_unit_test(test_feeds__ninjs_associations_of_both_versions),
        cmocka_unit_test(test_feeds__newsml_picture_items),
        cmocka_unit_test(test_feeds__nitf_media_behind_a_doctype),
        cmocka_unit_test(test_feeds__media_rss),
        cmocka_unit_test(test_feeds__a_cut_feed_keeps_what_was_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
