package org.garner.catalog.access;

import java.time.Clock;
import org.garner.catalog.store.access.ApiTokens;
import org.garner.catalog.store.access.AuditEvents;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Callers and the audit trail, for every application that answers requests. */
@Configuration(proxyBeanMethods = false)
public class AccessConfiguration {
    @Bean
    Tokens tokens(JdbcClient jdbc, @Value(SysadminToken.SETTING) String admin) {
        return new Tokens(new ApiTokens(jdbc), new SysadminToken(admin), Clock.systemUTC(), System::nanoTime);
    }

    @Bean
    Callers callers(Tokens tokens) {
        return new Callers(tokens);
    }

    @Bean
    AuditEvents auditEvents(JdbcClient jdbc) {
        return new AuditEvents(jdbc);
    }

    @Bean
    AuditTrail auditTrail(AuditEvents events) {
        return new AuditTrail(events, Clock.systemUTC());
    }
}
