/* codec/charset.h and the decision that pages are read by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "codec/charset.h"
#include "codec/html_bytes.h"

#define RUSSIAN                                                                                                                                                                                                     \
    "Паром вышел из порта ранним утром, на борту было сорок человек, и через час его двигатель остановился. Спасатели " \
    "взяли судно на буксир, никто не пострадал, сообщил представитель компании."
#define GREEK                                                                                                                                                                                                    \
    "Το πλοίο έφυγε από το λιμάνι στις επτά το πρωί με σαράντα επιβάτες και μία ώρα αργότερα η μηχανή του σταμάτησε. " \
    "Κανείς δεν τραυματίστηκε, είπε εκπρόσωπος της εταιρείας."
#define JAPANESE                                                                                                                                                                     \
    "フェリーは朝七時に港を出て、四十人が乗っていた。一時間後にエンジンが止まり、救助船が港まで引いた。けが人はいなかった" \
    "。"
#define KOREAN "여객선은 아침 일곱 시에 항구를 떠났고 마흔 명이 타고 있었다. 한 시간 뒤 엔진이 멈췄고 다친 사람은 없었다."
#define SIMPLIFIED "渡轮早上七点离开港口，船上有四十人。一小时后发动机停了，救援船把它拖回港口，没有人受伤，公司发言人说。"
#define TRADITIONAL "渡輪早上七點離開港口，船上有四十人。一小時後引擎停了，救援船把它拖回港口，沒有人受傷，公司發言人說。"
#define CZECH "Trajekt vyplul ráno v sedm hodin a na palubě bylo čtyřicet lidí, nikdo nebyl zraněn."
#define GERMAN "Die Fähre für vierzig Gäste lief früh aus, später fiel die Maschine aus; es gab keine Verletzten, hieß es."

static void assert_read(const char *head, const char *text, const char *as, const char *charset) {
    g_autofree char *page = g_strdup_printf("%s<p>%s</p>", head, text);
    gsize len = 0;
    g_autofree char *bytes = g_convert(page, -1, as, "UTF-8", NULL, &len, NULL);
    assert_non_null(bytes);
    PdHtmlBytes read;
    pd_html_bytes_init(&read, (const uint8_t *)bytes, len);
    assert_string_equal(read.charset, charset);
    assert_non_null(g_strstr_len(read.text, (gssize)read.len, text));
    assert_false(read.is_repaired);
    pd_html_bytes_done(&read);
}

static void test_charset__stated_one_is_believed(void **state) {
    (void)state;
    assert_read("<meta charset=windows-1251>", RUSSIAN, "WINDOWS-1251", "WINDOWS-1251");
    assert_read("<?xml version='1.0' encoding='koi8-r'?>", RUSSIAN, "KOI8-R", "KOI8-R");
    assert_read("<meta content='text/html; charset=ISO-8859-9'>", "Başbakan işçi çağrısı", "ISO-8859-9", "WINDOWS-1254");
    assert_read("<meta charset=Shift_JIS>", JAPANESE, "CP932", "CP932");
    assert_read("<meta charset=euc-jp>", JAPANESE "①", "EUC-JP-MS", "EUC-JP-MS");
    assert_read("<meta charset=iso-2022-jp>", JAPANESE, "ISO-2022-JP", "ISO-2022-JP");
    assert_read("<meta charset=euc-kr>", KOREAN, "CP949", "CP949");
    assert_read("<meta charset=gb2312>", SIMPLIFIED "朱镕基", "GB18030", "GB18030");
    assert_read("<meta charset=big5>", TRADITIONAL, "BIG5-HKSCS", "BIG5-HKSCS");
    assert_read("<meta charset=windows-874>", "เรือออกจากท่าแต่เช้า", "CP874", "CP874");
}

static void test_charset__letters_tell_when_nothing_is_stated(void **state) {
    (void)state;
    assert_read("", RUSSIAN, "WINDOWS-1251", "WINDOWS-1251");
    assert_read("<meta charset=utf-8>", RUSSIAN, "KOI8-R", "KOI8-R");
    assert_read("<meta charset=iso-8859-1>", GREEK, "WINDOWS-1253", "WINDOWS-1253");
    assert_read("", JAPANESE, "CP932", "CP932");
    assert_read("<meta charset=utf-8>", JAPANESE, "EUC-JP", "EUC-JP-MS");
    assert_read("", KOREAN, "CP949", "CP949");
    assert_read("", SIMPLIFIED, "GB18030", "GB18030");
    assert_read("", TRADITIONAL, "BIG5-HKSCS", "BIG5-HKSCS");
    assert_read("", GERMAN GERMAN GERMAN GERMAN, "WINDOWS-1252", "WINDOWS-1252");
}

static void test_charset__language_tells_where_letters_do_not(void **state) {
    (void)state;
    assert_read("<html lang=\"cs-CZ\">", CZECH, "WINDOWS-1250", "WINDOWS-1250");
    assert_read("<html class=x lang=tr>", "Başbakan işçi çağrısı", "WINDOWS-1254", "WINDOWS-1254");
    assert_read("<meta charset=windows-1252><html lang=cs>", "Bílý", "WINDOWS-1250", "WINDOWS-1252");
}

static void test_charset__utf16_without_a_mark(void **state) {
    (void)state;
    assert_read("", RUSSIAN, "UTF-16LE", "UTF-16LE");
    assert_read("", RUSSIAN, "UTF-16BE", "UTF-16BE");
}

static void test_charset__stray_byte_costs_one_character(void **state) {
    (void)state;
    static const uint8_t text[] = "<meta charset=gbk>\xc4\xe3\xba\xc3\xff\xc4\xe3\xba\xc3 <p>";
    PdHtmlBytes read;
    pd_html_bytes_init(&read, text, sizeof text - 1);
    assert_string_equal(read.charset, "GB18030");
    assert_true(read.is_repaired);
    assert_non_null(strstr(read.text, "你好\xef\xbf\xbd你好 <p>"));
    pd_html_bytes_done(&read);
}

static void test_charset__offsets_of_one_byte_charsets_are_kept(void **state) {
    (void)state;
    static const uint8_t text[] = "<meta charset=windows-1251>\xcf\xe0\xf0<p>";
    PdHtmlBytes read;
    pd_html_bytes_init(&read, text, sizeof text - 1);
    const char *tag = strstr(read.text, "<p>");
    assert_non_null(tag);
    assert_int_equal(pd_html_bytes_offset(&read, (size_t)(tag - read.text)), 30);
    pd_html_bytes_done(&read);
}

static void test_charset__every_converter_opens(void **state) {
    (void)state;
    assert_int_equal(pd_codec_charsets_open(), 0);
    assert_int_equal(pd_codec_charsets_open(), 0);
    size_t bad;
    assert_null(pd_codec_charset_convert((const uint8_t *)"a", 1, "UTF-9", &bad));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_charset__stated_one_is_believed),
        cmocka_unit_test(test_charset__letters_tell_when_nothing_is_stated),
        cmocka_unit_test(test_charset__language_tells_where_letters_do_not),
        cmocka_unit_test(test_charset__utf16_without_a_mark),
        cmocka_unit_test(test_charset__stray_byte_costs_one_character),
        cmocka_unit_test(test_charset__offsets_of_one_byte_charsets_are_kept),
        cmocka_unit_test(test_charset__every_converter_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
