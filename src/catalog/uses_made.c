/* Which image was used when: in articles, by their pairs and what people decided, and as entered (catalog/rights.h). */
#include "catalog/rights_row.h"

/* Decisions in force; of several on a figure and image the last. */
#define WORDS                                                                                                               \
    "word AS (SELECT d.figure_id, d.image_id, d.verdict, d.id FROM decision d WHERE d.verdict <> 'revoke' "                 \
    "AND NOT EXISTS(SELECT 1 FROM decision r WHERE r.revokes = d.id) AND NOT EXISTS(SELECT 1 FROM decision e WHERE "        \
    "e.figure_id = d.figure_id AND e.image_id IS d.image_id AND e.id > d.id AND e.verdict <> 'revoke' "                     \
    "AND NOT EXISTS(SELECT 1 FROM decision s WHERE s.revokes = e.id))), "                                                   \
    "last AS (SELECT figure_id, image_id, verdict, max(id) FROM word WHERE verdict <> 'reject' GROUP BY figure_id)"
/* The image of a figure: the one confirmed last, else what the matcher proposes and nobody rejected. */
#define CONFIRMED "SELECT figure_id, image_id, 0 AS is_proposed FROM last WHERE verdict = 'confirm'"
#define PROPOSED                                                                                                            \
    " UNION ALL SELECT p.figure_id, p.image_id, 1 FROM d_pairing g JOIN d_pair p ON p.figure_id = g.figure_id "             \
    "WHERE g.status = 2 AND p.rank = (SELECT min(q.rank) FROM d_pair q WHERE q.figure_id = p.figure_id) "                   \
    "AND NOT EXISTS(SELECT 1 FROM last l WHERE l.figure_id = p.figure_id) AND NOT EXISTS(SELECT 1 FROM word w WHERE "       \
    "w.figure_id = p.figure_id AND w.image_id = p.image_id AND w.verdict = 'reject')"
#define DAY                                                                                                                 \
    "CASE WHEN v.published_stated GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' "                                      \
    "THEN substr(v.published_stated, 1, 10) END"
#define IN_ARTICLES                                                                                                         \
    "article_use AS (SELECT m.image_id, f.article_id, min(m.figure_id) AS figure_id, min(m.is_proposed) AS "                \
    "is_proposed, " DAY                                                                                                     \
    " AS used_on FROM made m JOIN figure f ON f.id = m.figure_id JOIN article a ON a.id = f.article_id "                    \
    "JOIN article_rev v ON v.article_id = a.id AND v.rev = a.rev GROUP BY f.article_id, m.image_id)"
#define ALL_USES(proposed)                                                                                                  \
    "WITH " WORDS ", made AS (" CONFIRMED proposed "), " IN_ARTICLES ", one AS ("                                           \
    "SELECT image_id, article_id, figure_id, 0 AS usage_id, is_proposed, used_on, 'web' AS medium, 1 AS quantity "          \
    "FROM article_use UNION ALL SELECT image_id, 0, 0, id, 0, used_on, medium, coalesce(quantity, 1) FROM usage "           \
    "WHERE ended_at_us IS NULL) "
#define IN_TIME "WHERE (?1 IS NULL OR one.used_on >= ?1) AND (?2 IS NULL OR one.used_on <= ?2) "
#define LIST                                                                                                                \
    "SELECT image_id, article_id, figure_id, usage_id, is_proposed, used_on, medium, quantity FROM one " IN_TIME            \
    "ORDER BY article_id = 0, article_id, figure_id, usage_id"

G_STATIC_ASSERT(PD_PAIR_PROPOSED == 2);

bool pd_catalog_each_use_made(PdCatalog *catalog, const char *from, const char *to, PdUseMadeFunc func, void *user,
                              GError **error) {
    g_autoptr(GError) failure = NULL;
    if (!pd_rights_are_kept(catalog))
        return true;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, catalog->has_derived ? ALL_USES(PROPOSED) LIST : ALL_USES("") LIST,
                    pd_bind_text(from), pd_bind_text(to));
    while (query && pd_stmt_next(query, &failure)) {
        PdUseMade use = {.image_id = pd_stmt_int(query, 0),
                         .article_id = pd_stmt_int(query, 1),
                         .figure_id = pd_stmt_int(query, 2),
                         .usage_id = pd_stmt_int(query, 3),
                         .is_proposed = pd_stmt_int(query, 4) != 0,
                         .used_on = pd_stmt_text(query, 5),
                         .medium = pd_stmt_text(query, 6),
                         .quantity = pd_stmt_int(query, 7)};
        if (!func(&use, user))
            break;
    }
    return pd_stmt_ended(&failure, error);
}

bool pd_catalog_count_uses(PdCatalog *catalog, const char *party, const char *from, const char *to, int64_t *out_n,
                           GError **error) {
    *out_n = 0;
    if (!pd_rights_are_kept(catalog) || !catalog->has_derived)
        return true;
    return pd_db_get(catalog->db, error, out_n, NULL,
                     ALL_USES(PROPOSED) "SELECT coalesce(sum(one.quantity), 0) FROM one " IN_TIME
                                        "AND EXISTS(SELECT 1 FROM d_image_credit c WHERE c.image_id = one.image_id AND "
                                        "(EXISTS(SELECT 1 FROM d_credit_party p WHERE p.credit_id = c.credit_id AND "
                                        "p.slug = ?3) OR EXISTS(SELECT 1 FROM d_credit_creator n WHERE "
                                        "n.credit_id = c.credit_id AND n.name = ?3)))",
                     pd_bind_text(from), pd_bind_text(to), pd_bind_text(party));
}
