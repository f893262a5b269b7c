package org.garner.harvest.order;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;

/** The way of orders over Kafka, for every room. */
@Configuration(proxyBeanMethods = false)
public class OrderConfiguration {
    @Bean
    Topics topics(@Value("${garner.topics.prefix:garner}") String prefix) {
        return new Topics(prefix);
    }

    @Bean
    OrderSender orderSender(KafkaTemplate<String, String> kafka, Topics topics) {
        return new OrderSender(kafka, topics);
    }

    @Bean
    ProgressHints progressHints(KafkaTemplate<String, String> kafka, Topics topics) {
        return new ProgressHints(kafka, topics);
    }
}
