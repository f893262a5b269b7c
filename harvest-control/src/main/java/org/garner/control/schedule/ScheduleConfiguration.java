package org.garner.control.schedule;

import java.time.Clock;
import org.garner.ledger.LedgerEnvironment;
import org.garner.ledger.Schedules;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is known of schedules, for whoever shows them and whoever keeps them. */
@Configuration(proxyBeanMethods = false)
public class ScheduleConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Schedules schedules(JdbcClient jdbc) {
        return new Schedules(jdbc);
    }

    @Bean
    SchedulerSwitch schedulerSwitch(
            JdbcClient jdbc,
            @Value(SchedulerSwitch.ENVIRONMENT) String environment,
            @Value(SchedulerSwitch.SCHEDULER) String scheduler) {
        return new SchedulerSwitch(new LedgerEnvironment(jdbc), environment, scheduler);
    }
}
