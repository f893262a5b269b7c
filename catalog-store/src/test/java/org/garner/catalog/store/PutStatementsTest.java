package org.garner.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.garner.catalog.Dataset;
import org.garner.catalog.Distribution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class PutStatementsTest {

    private final AtomicInteger statements = new AtomicInteger();

    private final StoreDatabase db = new StoreDatabase(postgres -> new DelegatingDataSource(postgres.dataSource()) {
        @Override
        public Connection getConnection() throws SQLException {
            return counted(super.getConnection());
        }
    });

    @AfterEach
    void drop() {
        db.close();
    }

    @Test
    void fiftyDatasetsCostAsManyStatementsAsOne() {
        var one = statementsOf("one", 1, "first");
        var fifty = statementsOf("fifty", 50, "first");
        assertThat(fifty).isEqualTo(one).isLessThanOrEqualTo(8);

        var oneAgain = statementsOf("one", 1, "second");
        var fiftyAgain = statementsOf("fifty", 50, "second");
        assertThat(fiftyAgain).isEqualTo(oneAgain).isLessThanOrEqualTo(8);
    }

    private int statementsOf(String prefix, int count, String wording) {
        var before = statements.get();
        db.put(IntStream.range(0, count)
                .mapToObj(at -> StoreDatabase.harvested(
                        prefix + at,
                        Dataset.titled(prefix + " number " + at)
                                .distribution(Distribution.at("https://data.example/" + at)
                                        .described(wording))
                                .build()))
                .toArray(HarvestedDataset[]::new));
        return statements.get() - before;
    }

    private Connection counted(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        statements.incrementAndGet();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
