package org.garner.control;

import java.sql.SQLException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/** Indexes on Spring Batch's tables, whose own script has none for its foreign keys: without them each removed execution is looked for in all others. */
class BatchIndexes implements JavaMigration {
    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("051");
    }

    @Override
    public String getDescription() {
        return "batch indexes";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        try (var statement = context.getConnection().createStatement()) {
            statement.execute("create index batch_job_execution_of_instance on batch_job_execution (job_instance_id)");
            statement.execute("create index batch_job_execution_params_of_execution on batch_job_execution_params"
                    + " (job_execution_id)");
            statement.execute(
                    "create index batch_step_execution_of_execution on batch_step_execution (job_execution_id)");
        }
    }
}
