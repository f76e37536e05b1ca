/* Pairs and decisions (catalog/catalog.h): the matcher's answer is derived, what people said is not; put together when read.
 */
#include <string.h>

#include "catalog/store.h"
#include "host/clock.h"
#include "picdesk/error.h"

/* ---- evidence as one text: signal, weight and detail of each, apart by characters that no text holds */

#define UNIT "\x1f"
#define RECORD "\x1e"

static char *write_evidence(const PdPair *pair) {
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < pair->n_evidence; i++) {
        char weight[G_ASCII_DTOSTR_BUF_SIZE];
        const PdEvidence *evidence = &pair->evidence[i];
        g_autofree char *detail = g_strdelimit(g_strdup(evidence->detail ? evidence->detail : ""), UNIT RECORD, ' ');
        g_string_append_printf(out, "%s%s" UNIT "%s" UNIT "%s", i ? RECORD : "", evidence->signal,
                               g_ascii_dtostr(weight, sizeof weight, evidence->weight), detail);
    }
    return g_string_free(out, FALSE);
}

static void read_evidence(PdPair *pair, const char *text) {
    g_auto(GStrv) records = g_strsplit(text ? text : "", RECORD, 64);
    GArray *all = g_array_new(FALSE, TRUE, sizeof(PdEvidence));
    for (char **record = records; *record; record++) {
        g_auto(GStrv) units = g_strsplit(*record, UNIT, 3);
        if (g_strv_length(units) < 3)
            continue;
        PdEvidence evidence = {
            .signal = g_intern_string(units[0]), .weight = g_ascii_strtod(units[1], NULL), .detail = g_strdup(units[2])};
        g_array_append_val(all, evidence);
    }
    gsize n = 0;
    pair->evidence = g_array_steal(all, &n);
    pair->n_evidence = n;
    g_array_unref(all);
}

/* ---- the matcher's answer */

static bool put_pairs(PdCatalog *catalog, int64_t figure_id, const PdPairing *pairing, GError **error) {
    for (guint i = 0; i < pairing->pairs->len; i++) {
        const PdPair *pair = &g_array_index(pairing->pairs, PdPair, i);
        g_autofree char *evidence = write_evidence(pair);
        if (!pd_db_run(catalog->db, error,
                       "INSERT INTO d_pair(figure_id, rank, image_id, score, evidence) VALUES(?1, ?2, ?3, ?4, ?5)",
                       pd_bind_int(figure_id), pd_bind_int(i + 1), pd_bind_int(pair->image_id), pd_bind_real(pair->score),
                       pd_bind_text(evidence)))
            return false;
    }
    return true;
}

bool pd_catalog_put_pairing(PdCatalog *catalog, int64_t figure_id, const PdPairing *pairing, GError **error) {
    g_auto(PdScope) scope = {0};
    return pd_derive_check(catalog, error) && pd_scope_begin(&scope, catalog->db, error) &&
           pd_db_run(catalog->db, error, "DELETE FROM d_pair WHERE figure_id = ?1", pd_bind_int(figure_id)) &&
           pd_db_run(catalog->db, error,
                     "INSERT INTO d_pairing(figure_id, status) VALUES(?1, ?2) ON CONFLICT(figure_id) DO UPDATE SET "
                     "status = excluded.status",
                     pd_bind_int(figure_id), pd_bind_int(pairing->status)) &&
           put_pairs(catalog, figure_id, pairing, error) && pd_scope_commit(&scope, error);
}

static bool load_pairs(PdCatalog *catalog, int64_t figure_id, PdPairing *out, GError **error) {
    g_autoptr(GError) failure = NULL;
    int64_t status = PD_PAIR_UNMATCHED;
    if (!catalog->has_derived)
        return true;
    if (!pd_db_get(catalog->db, error, &status, NULL, "SELECT status FROM d_pairing WHERE figure_id = ?1",
                   pd_bind_int(figure_id)))
        return false;
    out->status = status >= PD_PAIR_UNMATCHED && status <= PD_PAIR_PROPOSED ? (PdPairStatus)status : PD_PAIR_UNMATCHED;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, "SELECT image_id, score, evidence FROM d_pair WHERE figure_id = ?1 ORDER BY rank",
                    pd_bind_int(figure_id));
    while (query && pd_stmt_next(query, &failure)) {
        PdPair pair = {.image_id = pd_stmt_int(query, 0), .score = pd_stmt_real(query, 1)};
        read_evidence(&pair, pd_stmt_text(query, 2));
        g_array_append_val(out->pairs, pair);
    }
    return pd_stmt_ended(&failure, error);
}

/* ---- what people said */

/* A row counts unless it is taken back, or a later one speaks of the same figure and image. */
#define IN_FORCE                                                                                                            \
    "SELECT d.id, d.figure_id, d.image_id, d.verdict, d.who, d.reason, d.at_us FROM decision d "                            \
    "WHERE d.verdict <> 'revoke' AND NOT EXISTS(SELECT 1 FROM decision r WHERE r.revokes = d.id) "                          \
    "AND NOT EXISTS(SELECT 1 FROM decision e WHERE e.figure_id = d.figure_id AND e.image_id IS d.image_id AND e.id > d.id " \
    "AND e.verdict <> 'revoke' AND NOT EXISTS(SELECT 1 FROM decision s WHERE s.revokes = e.id)) "

static PdDecisionKind kind_of(const char *verdict) {
    for (int kind = PD_DECISION_CONFIRM; kind <= PD_DECISION_NO_IMAGE; kind++)
        if (g_strcmp0(pd_decision_name((PdDecisionKind)kind), verdict) == 0)
            return (PdDecisionKind)kind;
    return PD_DECISION_REVOKE;
}

bool pd_catalog_each_decision(PdCatalog *catalog, int64_t figure_id, PdDecisionFunc func, void *user, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        figure_id ? pd_db_query(catalog->db, &failure, IN_FORCE "AND d.figure_id = ?1 ORDER BY d.id", pd_bind_int(figure_id))
                  : pd_db_query(catalog->db, &failure, IN_FORCE "ORDER BY d.id", PD_BIND_NONE);
    while (query && pd_stmt_next(query, &failure)) {
        PdDecision decision = {.figure_id = pd_stmt_int(query, 1),
                               .image_id = pd_stmt_int(query, 2),
                               .kind = kind_of(pd_stmt_text(query, 3)),
                               .who = pd_stmt_text(query, 4),
                               .reason = pd_stmt_text(query, 5),
                               .at_us = pd_stmt_int(query, 6)};
        if (!func(&decision, user))
            break;
    }
    return pd_stmt_ended(&failure, error);
}

static bool add_decision(PdCatalog *catalog, int64_t figure_id, int64_t image_id, PdDecisionKind kind, int64_t revokes,
                         const char *who, const char *reason, GError **error) {
    return pd_db_run(
        catalog->db, error,
        "INSERT INTO decision(figure_id, image_id, verdict, revokes, who, at_us, reason) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        pd_bind_int(figure_id), pd_bind_id(image_id), pd_bind_text(pd_decision_name(kind)), pd_bind_id(revokes),
        pd_bind_text(who), pd_bind_int(pd_clock_now_us()), pd_bind_text(reason));
}

/* Takes the latest decision back that is not taken back yet: of the figure, or of figure and image. */
static bool take_back(PdCatalog *catalog, int64_t figure_id, int64_t image_id, const char *who, const char *reason,
                      GError **error) {
    g_auto(PdScope) scope = {0};
    int64_t last = 0, image = 0;
    if (!pd_scope_begin(&scope, catalog->db, error) ||
        !pd_db_get(catalog->db, error, &last, NULL,
                   "SELECT max(d.id) FROM decision d WHERE d.figure_id = ?1 AND (?2 IS NULL OR d.image_id = ?2) AND "
                   "d.verdict <> 'revoke' AND NOT EXISTS(SELECT 1 FROM decision r WHERE r.revokes = d.id)",
                   pd_bind_int(figure_id), pd_bind_id(image_id)))
        return false;
    if (last == 0) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_NOT_FOUND, "there is no decision to take back");
        return false;
    }
    return pd_db_get(catalog->db, error, &image, NULL, "SELECT image_id FROM decision WHERE id = ?1", pd_bind_int(last)) &&
           add_decision(catalog, figure_id, image, PD_DECISION_REVOKE, last, who, reason, error) &&
           pd_scope_commit(&scope, error);
}

bool pd_catalog_decide(PdCatalog *catalog, int64_t figure_id, int64_t image_id, PdDecisionKind kind, const char *who,
                       const char *reason, GError **error) {
    if (kind == PD_DECISION_REVOKE)
        return take_back(catalog, figure_id, image_id, who, reason, error);
    return add_decision(catalog, figure_id, kind == PD_DECISION_NO_IMAGE ? 0 : image_id, kind, 0, who, reason, error);
}

bool pd_catalog_undo(PdCatalog *catalog, int64_t figure_id, const char *who, GError **error) {
    return take_back(catalog, figure_id, 0, who, NULL, error);
}

/* ---- both together */

static int place_of(const PdPairing *pairing, int64_t image_id) {
    for (guint i = 0; i < pairing->pairs->len; i++)
        if (g_array_index(pairing->pairs, PdPair, i).image_id == image_id)
            return (int)i;
    return -1;
}

/* A confirmation stands even when the matcher no longer proposes the image. */
static void put_first(PdPairing *pairing, int64_t image_id) {
    PdPair pair = {.image_id = image_id, .score = 1.0};
    int at = place_of(pairing, image_id);
    if (at >= 0) {
        pair = g_array_index(pairing->pairs, PdPair, (guint)at);
        g_array_index(pairing->pairs, PdPair, (guint)at) = (PdPair){0};
        g_array_remove_index(pairing->pairs, (guint)at);
    }
    g_array_insert_val(pairing->pairs, 0, pair);
}

static void take_out(PdPairing *pairing, int64_t image_id) {
    int at = place_of(pairing, image_id);
    if (at < 0)
        return;
    g_array_remove_index(pairing->pairs, (guint)at);
    if (pairing->pairs->len == 0)
        pairing->status = PD_PAIR_REJECTED;
    else if (at == 0 && pairing->status == PD_PAIR_PROPOSED)
        pairing->status = PD_PAIR_AMBIGUOUS;
}

/* In the order made; the latest word of a figure goes first: an image confirmed later stands before one confirmed earlier,
 * "no image" clears what was confirmed before it. */
static bool apply(const PdDecision *decision, void *user) {
    PdPairing *pairing = user;
    switch (decision->kind) {
    case PD_DECISION_CONFIRM:
        put_first(pairing, decision->image_id);
        pairing->status = PD_PAIR_CONFIRMED;
        break;
    case PD_DECISION_REJECT:
        take_out(pairing, decision->image_id);
        break;
    case PD_DECISION_NO_IMAGE:
        g_array_set_size(pairing->pairs, 0);
        pairing->status = PD_PAIR_NO_IMAGE;
        break;
    default:
        break;
    }
    return true;
}

bool pd_catalog_pairing(PdCatalog *catalog, int64_t figure_id, PdPairing *out, GError **error) {
    PdPairing pairing;
    pd_pairing_init(&pairing);
    if (!load_pairs(catalog, figure_id, &pairing, error) ||
        !pd_catalog_each_decision(catalog, figure_id, apply, &pairing, error)) {
        pd_pairing_done(&pairing);
        return false;
    }
    *out = pairing;
    return true;
}
