/* Reading one file (desk/found.h). The answer is a head and what belongs to its kind: a flat record, the content key and a
 * flat article, a raster's rows, or an error's code and message. */
#include "desk/found.h"

#include <string.h>

#include "base/absent.h"
#include "base/cursor.h"
#include "image/parts.h"
#include "model/record.h"
#include "picdesk/error.h"
#include "picdesk/image.h"

typedef struct {
    uint32_t kind, code; /* code: of an error */
    uint32_t width, height;
    uint64_t looked_bytes;
    uint64_t has_sha256; /* of a record: it stands behind that */
} Head;

enum { KEY_BYTES = 16, LONGEST_MESSAGE = 1024 };
enum { HASHED_AT_ONCE = 256 << 10 };

/* ---- in the reader ---- */

static void answer_with(GByteArray *answer, const Head *head, const void *body, size_t len) {
    g_byte_array_append(answer, (const guint8 *)head, sizeof *head);
    g_byte_array_append(answer, body, (guint)len);
}

static void answer_failure(GByteArray *answer, const GError *error, size_t looked_bytes) {
    Head head = {.kind = PD_FOUND_FAILED, .code = (uint32_t)error->code, .looked_bytes = looked_bytes};
    answer_with(answer, &head, error->message, MIN(strlen(error->message), (size_t)LONGEST_MESSAGE));
}

static void add_sidecars(const PdJob *job, const PdReadRequest *request, PdRecord *record) {
    for (size_t i = 1; i < job->n_files; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) bytes = pd_job_read(job, i, (size_t)request->max_sidecar_bytes, &error);
        gsize len;
        if (bytes) {
            const uint8_t *data = g_bytes_get_data(bytes, &len);
            pd_image_read_sidecar(record, data, len, pd_limits_default());
        } else {
            pd_record_add_problem(record, "sidecar", PD_AT_UNKNOWN, pd_limits_default(), "it cannot be read: %s",
                                  error->message);
        }
    }
}

static void answer_record(GByteArray *answer, const PdRecord *record, size_t len) {
    Head head = {.kind = PD_FOUND_RECORD, .looked_bytes = len};
    g_byte_array_append(answer, (const guint8 *)&head, sizeof head);
    pd_record_encode_to(record, answer);
}

static void answer_image(const PdJob *job, const PdReadRequest *request, PdRecord *record, size_t len, GByteArray *answer) {
    add_sidecars(job, request, record);
    answer_record(answer, record, len);
}

static bool read_image(const PdJob *job, const PdReadRequest *request, const uint8_t *data, size_t len, GByteArray *answer,
                       GError **error) {
    uint64_t file_bytes = MAX(job->files[0].size_bytes, len);
    g_autoptr(PdRecord) record =
        (request->wants_all ? pd_image_read_all : pd_image_read)(data, len, file_bytes, pd_limits_default(), error);
    if (record)
        answer_image(job, request, record, len, answer);
    return record != NULL;
}

static bool read_packet(const PdReadRequest *request, const uint8_t *data, size_t len, GByteArray *answer) {
    g_autoptr(PdRecord) record = pd_image_read_packet(data, len, request->wants_all, pd_limits_default());
    answer_record(answer, record, len);
    return true;
}

static void key_of(const uint8_t *data, size_t len, uint8_t out[KEY_BYTES]) {
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    uint8_t digest[32];
    gsize digest_len = sizeof digest;
    g_checksum_update(checksum, data, (gssize)len);
    g_checksum_get_digest(checksum, digest, &digest_len);
    memcpy(out, digest, KEY_BYTES);
}

static bool read_article(const uint8_t *data, size_t len, GByteArray *answer, GError **error) {
    uint8_t key[KEY_BYTES];
    g_autoptr(PdArticle) article = pd_article_read(data, len, pd_limits_default(), error);
    if (!article)
        return false;
    key_of(data, len, key);
    g_autoptr(GBytes) flat = pd_article_encode(article);
    Head head = {.kind = PD_FOUND_ARTICLE, .looked_bytes = len};
    answer_with(answer, &head, key, sizeof key);
    g_byte_array_append(answer, g_bytes_get_data(flat, NULL), (guint)g_bytes_get_size(flat));
    return true;
}

static bool read_pixels(const PdReadRequest *request, const uint8_t *data, size_t len, GByteArray *answer, GError **error) {
    PdRaster raster = {0};
    PdCursor all = pd_cursor(data, len), part;
    if (!pd_cursor_seek(&all, (size_t)MIN(request->part_at, len)) ||
        !pd_cursor_sub(&all, request->part_bytes ? (size_t)request->part_bytes : len - all.at, &part)) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_FORMAT, "it ends before the picture in it");
        return false;
    }
    if (!pd_raster_decode(part.data, part.len, request->min_side, pd_limits_default(), &raster, error))
        return false;
    pd_raster_orient(&raster, request->orientation);
    Head head = {.kind = PD_FOUND_PIXELS, .width = raster.width, .height = raster.height, .looked_bytes = len};
    answer_with(answer, &head, raster.grey, (size_t)raster.width * raster.height);
    pd_raster_done(&raster);
    return true;
}

/* False with error. */
static bool read_what(const PdJob *job, const PdReadRequest *request, const uint8_t *data, size_t len, GByteArray *answer,
                      GError **error) {
    bool is_image =
        request->what == PD_READ_IMAGE || (request->what == PD_READ_ANY && pd_image_sniff(data, len) != PD_FORMAT_UNKNOWN);
    if (request->what == PD_READ_PIXELS)
        return read_pixels(request, data, len, answer, error);
    if (request->what == PD_READ_ANY && !is_image && pd_image_is_packet(data, len))
        return read_packet(request, data, len, answer);
    return is_image ? read_image(job, request, data, len, answer, error) : read_article(data, len, answer, error);
}

/* What is read of most pictures, instead of mapping them: the head and the tail, in room that is used again. Copying a
 * longer head (a profile of a printing press in it, say) costs more than mapping the file. */
enum { FIRST_BYTES = 24 << 10, MOST_HEAD = 128 << 10, LEAST_MAPPED = 64 << 10 };

static uint8_t head_room[MOST_HEAD], tail_room[PD_IMAGE_END_BYTES];
static PdRecord *record_room;

/* False, perhaps with error, when only the whole file does. */
static bool get_head(const PdJob *job, PdImageParts *parts, GError **error) {
    size_t have = 0, need = MIN(parts->len, (size_t)FIRST_BYTES);
    pd_absent_behind(head_room, sizeof head_room, sizeof head_room);
    while (need > have) {
        if (need > MOST_HEAD || !pd_job_read_at(job, 0, have, head_room + have, need - have, error))
            return false;
        have = need;
        need = MIN(parts->len, pd_image_head_bytes(head_room, have));
        if (need == 0 && parts->len < LEAST_MAPPED)
            need = parts->len;
    }
    pd_absent_behind(head_room, sizeof head_room, have);
    parts->head = head_room;
    parts->head_len = have;
    return need > 0 || have == parts->len;
}

static bool get_parts(const PdJob *job, const PdReadRequest *request, PdImageParts *out, GError **error) {
    uint64_t file_bytes = job->files[0].size_bytes;
    if (request->what == PD_READ_PIXELS || request->what == PD_READ_ARTICLE || file_bytes > request->max_bytes)
        return false;
    *out = (PdImageParts){.len = (size_t)file_bytes};
    if (!get_head(job, out, error))
        return false;
    if (out->head_len == out->len)
        return true;
    out->tail = tail_room;
    out->tail_len = MIN(out->len, sizeof tail_room);
    return pd_job_read_at(job, 0, out->len - out->tail_len, tail_room, out->tail_len, error);
}

static bool read_whole(const PdJob *job, const PdReadRequest *request, GByteArray *answer, size_t *out_looked,
                       GError **error) {
    g_autoptr(GBytes) bytes = pd_job_read(job, 0, (size_t)request->max_bytes, error);
    if (!bytes)
        return false;
    const uint8_t *data = g_bytes_get_data(bytes, out_looked);
    return read_what(job, request, data, *out_looked, answer, error);
}

static PdRecord *empty_record(void) {
    if (!record_room)
        record_room = pd_record_new();
    pd_record_clear(record_room);
    return record_room;
}

/* False with error, or when the file was torn. */
static bool read_file(const PdJob *job, const PdReadRequest *request, GByteArray *answer, size_t *out_looked,
                      GError **error) {
    PdImageParts parts;
    g_autoptr(GError) no_parts = NULL;
    if (get_parts(job, request, &parts, &no_parts)) {
        PdRecord *record = empty_record();
        if (pd_image_read_parts(&parts, request->wants_all, pd_limits_default(), record)) {
            *out_looked = parts.len;
            answer_image(job, request, record, parts.len, answer);
            return true;
        }
    } else if (no_parts) {
        g_propagate_error(error, g_steal_pointer(&no_parts));
        return false;
    }
    return !pd_job_was_torn() && read_whole(job, request, answer, out_looked, error);
}

/* All of the file, however long: whoever watches the time hears of each piece. */
static bool hash_file(const PdJob *job, uint8_t out[PD_SHA256_BYTES], GError **error) {
    static uint8_t room[HASHED_AT_ONCE];
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    gsize len = PD_SHA256_BYTES;
    for (uint64_t at = 0, size = job->files[0].size_bytes; at < size && !pd_job_was_torn();) {
        size_t n = (size_t)MIN(size - at, sizeof room);
        if (!pd_job_read_at(job, 0, at, room, n, error))
            return false;
        g_checksum_update(checksum, room, (gssize)n);
        at += n;
        pd_job_has_done(at);
    }
    g_checksum_get_digest(checksum, out, &len);
    return true;
}

/* The answer from a place on: a record gets its file's hash. */
static bool add_hash(const PdJob *job, GByteArray *answer, guint from, GError **error) {
    Head head;
    uint8_t sha256[PD_SHA256_BYTES];
    memcpy(&head, answer->data + from, sizeof head);
    if (head.kind != PD_FOUND_RECORD)
        return true;
    if (!hash_file(job, sha256, error))
        return false;
    head.has_sha256 = true;
    memcpy(answer->data + from, &head, sizeof head);
    g_byte_array_append(answer, sha256, sizeof sha256);
    return true;
}

void pd_desk_read_job(const PdJob *job, GByteArray *answer) {
    PdReadRequest request;
    g_autoptr(GError) error = NULL;
    size_t looked = 0;
    guint before = answer->len;
    g_assert(job->request_len == sizeof request && job->n_files > 0);
    memcpy(&request, job->request, sizeof request);
    bool is_done = read_file(job, &request, answer, &looked, &error) &&
                   (!request.wants_sha256 || add_hash(job, answer, before, &error));
    if (pd_job_was_torn()) {
        is_done = false;
        g_clear_error(&error);
        g_set_error_literal(&error, PD_ERROR, PD_ERROR_IO, "it changed while it was read");
    }
    if (is_done)
        return;
    g_byte_array_set_size(answer, before);
    if (error)
        answer_failure(answer, error, looked);
}

/* ---- in the program ---- */

bool pd_desk_is_image_name(const char *name) {
    static const char *const ENDINGS[] = {"jpg",  "jpeg", "jpe", "jfif", "png", "webp", "tif", "tiff", "gif",
                                          "heic", "heif", "hif", "avif", "bmp", "psd",  "jp2", "jxl"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < G_N_ELEMENTS(ENDINGS); i++)
        if (g_ascii_strcasecmp(dot + 1, ENDINGS[i]) == 0)
            return true;
    return false;
}

static bool take_pixels(const Head *head, const uint8_t *body, size_t len, PdRaster *out) {
    if (head->width == 0 || head->height == 0 || (uint64_t)head->width * head->height != len)
        return false;
    *out = (PdRaster){head->width, head->height, g_memdup2(body, len)};
    return true;
}

static bool take_article(const uint8_t *body, size_t len, PdFound *out) {
    if (len < KEY_BYTES)
        return false;
    memcpy(out->content_key, body, KEY_BYTES);
    out->article = pd_article_decode(body + KEY_BYTES, len - KEY_BYTES, pd_limits_default(), NULL);
    return out->article != NULL;
}

static bool take_failure(const Head *head, const uint8_t *body, size_t len, PdFound *out) {
    if (head->code < PD_ERROR_ARG || head->code > PD_ERROR_CANCELLED || len == 0 || len > LONGEST_MESSAGE)
        return false;
    g_autofree char *message = g_utf8_make_valid((const char *)body, (gssize)len);
    out->error = g_error_new_literal(PD_ERROR, (gint)head->code, message);
    return true;
}

static bool take_record(const Head *head, const uint8_t *body, size_t len, bool keeps_flat, PdFound *out) {
    if (head->has_sha256 && len < PD_SHA256_BYTES)
        return false;
    if (head->has_sha256) {
        len -= PD_SHA256_BYTES;
        out->sha256 = body + len;
    }
    if (keeps_flat) {
        out->flat = (PdFlatRecord){.bytes = body, .len = len};
        return pd_record_check(body, len, pd_limits_default(), &out->flat.head);
    }
    out->record = pd_record_decode(body, len, pd_limits_default(), NULL);
    return out->record != NULL;
}

bool pd_found_decode(const uint8_t *answer, size_t len, bool keeps_flat, PdFound *out) {
    Head head;
    if (len < sizeof head)
        return false;
    memcpy(&head, answer, sizeof head);
    const uint8_t *body = answer + sizeof head;
    size_t left = len - sizeof head;
    *out = (PdFound){.kind = (PdFoundKind)head.kind, .looked_bytes = head.looked_bytes};
    switch (head.kind) {
    case PD_FOUND_RECORD:
        return take_record(&head, body, left, keeps_flat, out);
    case PD_FOUND_ARTICLE:
        return take_article(body, left, out);
    case PD_FOUND_PIXELS:
        return take_pixels(&head, body, left, &out->raster);
    case PD_FOUND_FAILED:
        return take_failure(&head, body, left, out);
    default:
        return false;
    }
}

void pd_found_done(PdFound *found) {
    g_clear_pointer(&found->record, pd_record_free);
    g_clear_pointer(&found->article, pd_article_free);
    pd_raster_done(&found->raster);
    g_clear_error(&found->error);
    *found = (PdFound){0};
}
