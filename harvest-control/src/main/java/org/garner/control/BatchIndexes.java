package org.garner.control;

import java.sql.SQLException;
import org.flywaydb.core.api.migration.Context;

/** Indexes on Spring Batch's tables, whose own script has none for its foreign keys: without them each removed execution is looked for in all others. */
class BatchIndexes extends BatchMigration {
    BatchIndexes() {
        super("051", "batch indexes");
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
