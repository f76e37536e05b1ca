/* Making and migrating the facts: step by step, each step in a transaction of its own, so that an interrupted migration goes
 * on where it stopped. A step is never changed once a catalogue of its version exists (tests keep a stored one). */
#include "catalog/store.h"

extern const char pd_data_catalog_schema_sql[];
extern const char pd_data_catalog_schema2_sql[];
extern const char pd_data_catalog_schema3_sql[];
extern const char pd_data_catalog_schema4_sql[];
extern const char pd_data_catalog_schema5_sql[];

const PdMigration pd_catalog_migrations[] = {
    {1, pd_data_catalog_schema_sql},  {2, pd_data_catalog_schema2_sql}, {3, pd_data_catalog_schema3_sql},
    {4, pd_data_catalog_schema4_sql}, {5, pd_data_catalog_schema5_sql}, {0, NULL},
};

/* The version is looked at again under the lock: another program may have been quicker. */
static bool take_step(PdDb *db, int64_t application, const PdMigration *step, GError **error) {
    g_auto(PdScope) scope = {0};
    int64_t found = 0, version = 0;
    if (!pd_scope_begin(&scope, db, error) || !pd_db_identity(db, &found, &version, error))
        return false;
    if (version >= step->version)
        return true;
    return pd_db_script(db, step->sql, error) && pd_db_set_identity(db, application, step->version, error) &&
           pd_scope_commit(&scope, error);
}

bool pd_catalog_migrate(PdDb *db, int64_t application, const PdMigration *steps, GError **error) {
    int64_t found = 0, version = 0;
    if (!pd_db_identity(db, &found, &version, error))
        return false;
    for (const PdMigration *step = steps; step->version; step++)
        if (step->version > version && !take_step(db, application, step, error))
            return false;
    return true;
}
