package org.garner.control;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.batch.core.job.DefaultJobKeyGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Spring Batch has written down about jobs that ended. It goes with their history, a batch of jobs in one statement. */
class BatchHistory {
    private final JdbcClient jdbc;
    private final DefaultJobKeyGenerator keys = new DefaultJobKeyGenerator();

    BatchHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Removes the Batch instances of these harvest jobs with their executions; returns how many instances there were. */
    int forget(Collection<UUID> jobs) {
        return jdbc.sql("""
            with instance as (
                delete from batch_job_instance where job_name in (:names) and job_key = any(:keys::text[]) returning job_instance_id),
            execution as (
                delete from batch_job_execution where job_instance_id in (select job_instance_id from instance) returning job_execution_id),
            step as (
                delete from batch_step_execution where job_execution_id in (select job_execution_id from execution) returning step_execution_id),
            step_context as (
                delete from batch_step_execution_context where step_execution_id in (select step_execution_id from step)),
            context as (
                delete from batch_job_execution_context where job_execution_id in (select job_execution_id from execution)),
            parameter as (
                delete from batch_job_execution_params where job_execution_id in (select job_execution_id from execution))
            select count(*) from instance
            """)
                .param("names", List.of(HarvestBatch.NAME, HarvestBatch.APPROVED))
                .param("keys", jobs.stream().map(this::key).toArray(String[]::new))
                .query(Integer.class)
                .single();
    }

    private String key(UUID job) {
        return keys.generateKey(HarvestBatch.parameters(job));
    }
}
