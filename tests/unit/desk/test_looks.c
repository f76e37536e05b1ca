/* Looks made from EXIF thumbnails: one of the picture's shape serves, any other has the picture itself decoded. A thumbnail
 * that shows another picture tells which of the two was looked at. */
#include "../catalog/fixture.h"

#include "desk/looks.h"
#include "desk/scan.h"

/* TIFF 6.0, section 2: header, an empty IFD 0, and IFD 1 with the three tags of a JPEG thumbnail (EXIF 2.32, 4.5.8). */
static GByteArray *exif_of(const GByteArray *thumbnail) {
    uint32_t n = thumbnail->len;
    uint8_t head[] = {'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0, 14, 0, 0, 0, 3, 0, /* IFD 1 */
                      3,   1,   3,   0,   1, 0, 0,   0,   6,  0, 0, 0,                                /* JPEG */
                      1,   2,   4,   0,   1, 0, 0,   0,   56, 0, 0, 0,                                /* where */
                      2,   2,   4,   0,   1, 0, 0,   0,   0,  0, 0, 0,                                /* bytes */
                      0,   0,   0,   0};
    for (int i = 0; i < 4; i++)
        head[54 + i] = (uint8_t)(n >> 8 * i);
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, head, sizeof head);
    assert_int_equal(out->len, 62);
    g_byte_array_append(out, thumbnail->data, thumbnail->len);
    return out;
}

static GByteArray *sample(const char *name) {
    g_autofree char *path = g_build_filename(PD_SOURCE_DIR "/samples/story/photos", name, NULL);
    char *data = NULL;
    gsize len = 0;
    ok(g_file_get_contents(path, &data, &len, &error));
    return g_byte_array_new_take((guint8 *)data, len);
}

/* The picture with an EXIF segment behind its first marker. */
static GByteArray *with_thumbnail(const GByteArray *picture, const GByteArray *thumbnail) {
    GByteArray *out = g_byte_array_new();
    g_autoptr(GByteArray) exif = exif_of(thumbnail);
    guint len = exif->len + 2;
    assert_true(len <= 0xffff);
    const uint8_t marker[] = {0xff, 0xd8, 0xff, 0xe1, (uint8_t)(len >> 8), (uint8_t)len};
    g_byte_array_append(out, marker, sizeof marker);
    g_byte_array_append(out, exif->data, exif->len);
    g_byte_array_append(out, picture->data + 2, picture->len - 2);
    return out;
}

/* The same picture without its last lines (ISO 10918-1, B.2.2: the height stands 5 bytes behind the SOF0 marker). */
static GByteArray *cut_below(const GByteArray *picture, uint16_t height) {
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, picture->data, picture->len);
    for (guint i = 0; i + 7 < out->len; i++)
        if (out->data[i] == 0xff && out->data[i + 1] == 0xc0) {
            out->data[i + 5] = (uint8_t)(height >> 8);
            out->data[i + 6] = (uint8_t)height;
            return out;
        }
    fail_msg("the sample has no frame header");
    return out;
}

static void put_picture(Fixture *fixture, const char *name, const GByteArray *bytes) {
    g_autofree char *folder = g_build_filename(fixture->folder, "photos", NULL);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_mkdir_with_parents(folder, 0700);
    ok(g_file_set_contents(path, (const char *)bytes->data, (gssize)bytes->len, &error));
}

typedef struct {
    const char *name;
    int64_t id;
} Named;

static bool find_name(const PdImage *image, void *user) {
    Named *named = user;
    if (g_str_has_suffix(image->path, named->name))
        named->id = image->id;
    return true;
}

static int64_t id_of(Fixture *fixture, const char *name) {
    g_autofree char *end = g_strconcat("/", name, NULL);
    Named named = {.name = end};
    ok(pd_catalog_each_image(fixture->catalog, false, find_name, &named, &error));
    assert_true(named.id > 0);
    return named.id;
}

/* Catalogues the pictures and makes all looks. */
static void look_at_all(Fixture *fixture) {
    g_autofree char *folder = g_build_filename(fixture->folder, "photos", NULL);
    const PdScanOptions options = {0};
    PdScanCount count = {0};
    const PdMatchRun run = {0};
    ok(pd_desk_scan(fixture->catalog, folder, &options, &count, &error));
    ok(pd_catalog_begin(fixture->catalog, &error));
    g_autoptr(PdLooks) looks = pd_desk_looks_new(fixture->catalog, &run);
    g_autoptr(PdImage) picture = pd_catalog_image(fixture->catalog, id_of(fixture, "other.jpg"), NULL);
    g_autoptr(GArray) likely = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(PdLikeness));
    bool is_seen = false;
    ok(pd_desk_looks_find(looks, picture, likely, found, &is_seen, &error));
    assert_true(is_seen);
    ok(pd_catalog_commit(fixture->catalog, &error));
}

static bool look_alike(Fixture *fixture, const char *a, const char *b) {
    g_autoptr(GBytes) left = pd_catalog_look(fixture->catalog, id_of(fixture, a), NULL);
    g_autoptr(GBytes) right = pd_catalog_look(fixture->catalog, id_of(fixture, b), NULL);
    assert_non_null(left);
    assert_non_null(right);
    assert_true(g_bytes_get_size(left) > 0);
    return g_bytes_equal(left, right);
}

static void test_looks__a_thumbnail_of_the_pictures_shape_is_looked_at(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GByteArray) picture = sample("DSC_0917.jpg"), other = sample("AP26123388120.jpg");
    g_autoptr(GByteArray) both = with_thumbnail(picture, other);
    put_picture(fixture, "plain.jpg", picture);
    put_picture(fixture, "other.jpg", other);
    put_picture(fixture, "both.jpg", both);
    look_at_all(fixture);
    assert_false(look_alike(fixture, "plain.jpg", "other.jpg"));
    assert_true(look_alike(fixture, "both.jpg", "other.jpg"));
}

static void test_looks__a_thumbnail_of_another_shape_is_not(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GByteArray) picture = sample("DSC_0917.jpg"), other = sample("AP26123388120.jpg");
    g_autoptr(GByteArray) cut = cut_below(picture, 400);
    g_autoptr(GByteArray) both = with_thumbnail(cut, other);
    put_picture(fixture, "cut.jpg", cut);
    put_picture(fixture, "other.jpg", other);
    put_picture(fixture, "both.jpg", both);
    look_at_all(fixture);
    assert_false(look_alike(fixture, "both.jpg", "other.jpg"));
    assert_true(look_alike(fixture, "both.jpg", "cut.jpg"));
}

static void test_looks__a_broken_thumbnail_is_not(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GByteArray) picture = sample("DSC_0917.jpg"), other = sample("AP26123388120.jpg");
    g_autoptr(GByteArray) broken = g_byte_array_new();
    g_byte_array_append(broken, other->data, other->len);
    memset(broken->data + 20, 0, broken->len - 20);
    g_autoptr(GByteArray) both = with_thumbnail(picture, broken);
    put_picture(fixture, "plain.jpg", picture);
    put_picture(fixture, "other.jpg", other);
    put_picture(fixture, "both.jpg", both);
    look_at_all(fixture);
    assert_true(look_alike(fixture, "both.jpg", "plain.jpg"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CATALOG(test_looks__a_thumbnail_of_the_pictures_shape_is_looked_at),
        WITH_CATALOG(test_looks__a_thumbnail_of_another_shape_is_not),
        WITH_CATALOG(test_looks__a_broken_thumbnail_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
