package org.garner.control.rest;

import org.garner.catalog.access.AccessConfiguration;
import org.garner.catalog.access.AuditTrail;
import org.garner.catalog.access.Callers;
import org.garner.catalog.store.Publishers;
import org.garner.control.schedule.ScheduleConfiguration;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.Holds;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.NamedRecords;
import org.garner.ledger.Orders;
import org.garner.ledger.RequestKeys;
import org.garner.ledger.Sources;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** The job-control endpoint, in the application that imports it and provides the ledger, the harvesters and {@link Wake}. */
@Configuration(proxyBeanMethods = false)
@Import({
    SourcesController.class,
    SummaryController.class,
    JobsController.class,
    HoldsController.class,
    ReconciliationController.class,
    PlanController.class,
    LogController.class,
    ObjectsController.class,
    RecordsController.class,
    EventsController.class,
    ScheduleController.class,
    StatusConfiguration.class,
    OpenApiController.class,
    TokensController.class,
    AuditController.class,
    AuditedBody.class,
    AccessConfiguration.class,
    ScheduleConfiguration.class,
    OperationsRestConfiguration.class,
    Problems.class,
    BodyLimit.class
})
public class RestConfiguration {
    @Bean
    SourceControl sourceControl(
            SourceControl.Tables tables,
            Harvesters harvesters,
            Publishers publishers,
            Gate gate,
            TransactionTemplate transaction) {
        return new SourceControl(
                tables,
                new SourceForm(harvesters),
                publisher -> publishers.findOrCreate(publisher).name(),
                gate,
                transaction);
    }

    @Bean
    SourceControl.Tables sourceControlTables(Sources sources, Jobs jobs, HarvestRecords records) {
        return new SourceControl.Tables(sources, jobs, records);
    }

    @Bean
    JobViews jobViews(
            Jobs jobs, Sources sources, JobProgress progress, Orders orders, HarvestErrors errors, Holds holds) {
        return new JobViews(jobs, sources, progress, orders, errors, holds);
    }

    @Bean
    HoldControl holdControl(
            Jobs jobs,
            Holds holds,
            JobControl control,
            SourceControl sources,
            TransactionTemplate transaction,
            Wake wake) {
        return new HoldControl(jobs, holds, control, sources, transaction, wake);
    }

    @Bean
    Reconciliation reconciliation(JdbcClient jdbc) {
        return new Reconciliation(jdbc);
    }

    @Bean
    JobControl.Tables jobControlTables(Jobs jobs, NamedRecords records, RequestKeys keys) {
        return new JobControl.Tables(jobs, records, keys);
    }

    @Bean
    JobControl jobControl(
            JobControl.Tables tables,
            SourceControl sources,
            JobViews views,
            Gate gate,
            TransactionTemplate transaction,
            Wake wake) {
        return new JobControl(tables, sources, views, gate, transaction, wake);
    }

    /** @param listeners {@code garner.events.listeners}: how many clients may follow jobs at once */
    @Bean
    JobWatch jobWatch(JobViews views, JsonMapper json, @Value("${garner.events.listeners:100}") int listeners) {
        return new JobWatch(views, json, listeners);
    }

    @Bean
    Gate gate(Callers callers) {
        return new Gate(callers);
    }

    @Bean
    Desk desk(SourceControl sources, JobControl jobs, Gate gate, AuditTrail trail, Wake wake) {
        return new Desk(sources, jobs, gate, trail, wake);
    }

    @Bean
    TokenForm tokenForm(Publishers publishers) {
        return new TokenForm(publishers);
    }

    @Bean
    Auditing auditing(AuditTrail trail) {
        return new Auditing(trail);
    }

    /** Auditing comes first, so that it sees what the checks after it refuse. */
    @Bean
    WebMvcConfigurer jobControlChecks(Auditing auditing, Gate gate, Sources sources, Jobs jobs) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(auditing);
                registry.addInterceptor(new AccessCheck(gate, sources, jobs));
                registry.addInterceptor(new ParameterCheck());
            }
        };
    }

    /** The name of a record is often an address: its slashes come encoded in a path, which the server refuses by itself. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> slashesInPaths() {
        return factory ->
                factory.addConnectorCustomizers(connector -> connector.setEncodedSolidusHandling("passthrough"));
    }

    /** True for the controllers of this endpoint. */
    static boolean serves(HandlerMethod method) {
        return method.getBeanType().getPackageName().equals(RestConfiguration.class.getPackageName());
    }
}
