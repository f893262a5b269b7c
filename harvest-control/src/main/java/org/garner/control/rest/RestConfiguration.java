package org.garner.control.rest;

import org.garner.catalog.api.SysadminToken;
import org.garner.catalog.store.Publishers;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestRecords;
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
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** The job-control endpoint, in the application that imports it and provides the ledger, the harvesters and {@link Wake}. */
@Configuration(proxyBeanMethods = false)
@Import({
    SourcesController.class,
    JobsController.class,
    PlanController.class,
    ObjectsController.class,
    RecordsController.class,
    EventsController.class,
    OpenApiController.class,
    Problems.class,
    BodyLimit.class
})
public class RestConfiguration {
    @Bean
    SourceControl sourceControl(
            SourceControl.Tables tables,
            Harvesters harvesters,
            Publishers publishers,
            TransactionTemplate transaction) {
        return new SourceControl(
                tables,
                new SourceForm(harvesters),
                publisher -> publishers.findOrCreate(publisher).name(),
                transaction);
    }

    @Bean
    SourceControl.Tables sourceControlTables(Sources sources, Jobs jobs, HarvestRecords records) {
        return new SourceControl.Tables(sources, jobs, records);
    }

    @Bean
    JobViews jobViews(Jobs jobs, Sources sources, JobProgress progress, Orders orders, HarvestErrors errors) {
        return new JobViews(jobs, sources, progress, orders, errors);
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
            TransactionTemplate transaction,
            Wake wake) {
        return new JobControl(tables, sources, views, transaction, wake);
    }

    /** @param listeners {@code garner.events.listeners}: how many clients may follow jobs at once */
    @Bean
    JobWatch jobWatch(JobViews views, JsonMapper json, @Value("${garner.events.listeners:100}") int listeners) {
        return new JobWatch(views, json, listeners);
    }

    @Bean
    WebMvcConfigurer jobControlChecks(@Value(SysadminToken.SETTING) String token) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new TokenCheck(new SysadminToken(token)));
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
