package org.garner.control;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.garner.control.schedule.SchedulerSwitch;
import org.garner.ledger.ControlLease;
import org.garner.ledger.Jobs;
import org.garner.ledger.Schedules;
import org.garner.ledger.Sources;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Which jobs start, and when. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AdmissionSettings.class)
class SchedulerConfiguration {
    @Bean
    Admission admission(AdmissionSettings places, Sources sources) {
        return new Admission(places, sources::sizes);
    }

    @Bean
    Scheduler.Tables schedulerTables(Schedules schedules, Jobs jobs, ControlLease lease) {
        return new Scheduler.Tables(schedules, jobs, lease);
    }

    @Bean
    Scheduler scheduler(
            Scheduler.Tables tables,
            SchedulerSwitch power,
            Clock clock,
            TransactionTemplate transaction,
            Dispatcher dispatcher,
            MeterRegistry metrics) {
        return new Scheduler(
                tables,
                power,
                clock,
                transaction,
                new Scheduler.Dispatching(dispatcher::leads, dispatcher::wake),
                metrics);
    }

    @Bean
    SchedulerLoop schedulerLoop(Scheduler scheduler) {
        return new SchedulerLoop(scheduler);
    }
}
