package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutsideTroubleTest {
    private static final LedgerDatabase DATABASE = new LedgerDatabase();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @ParameterizedTest
    @CsvSource({"53100, a full disk", "53300, too many clients", "57P01, a server that stops", "40P01, a deadlock"})
    void noRecordIsToBlameForTroubleOfTheDatabase(String state, String what) {
        assertThat(OutsideTrouble.is(raised(state, what))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"54000, an index row that is too large", "22021, a character that cannot be", "23514, a value refused"})
    void whatARecordBringsWithItIsNoTroubleOfTheDatabase(String state, String what) {
        assertThat(OutsideTrouble.is(raised(state, what))).isFalse();
    }

    private static Throwable raised(String state, String what) {
        return catchThrowable(() -> DATABASE.jdbc
                .sql("do $$ begin raise exception '%s' using errcode = '%s'; end $$".formatted(what, state))
                .update());
    }
}
