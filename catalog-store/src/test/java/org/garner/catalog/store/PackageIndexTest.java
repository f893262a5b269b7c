package org.garner.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.garner.catalog.store.StoreDatabase.titled;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PackageIndexTest {

    private final StoreDatabase db = new StoreDatabase();

    @AfterEach
    void drop() {
        db.close();
    }

    @Test
    void whatWasPutIsPendingUntilItIsIndexed() {
        var stored = db.put(titled("a", "A one"), titled("b", "B two"), titled("c", "C three"));

        var first = db.index.pending(1, 2);
        assertThat(first).hasSize(2).isSortedAccordingTo((a, b) -> Long.compare(a.revision(), b.revision()));
        assertThat(db.index.drift(1).pending()).isEqualTo(3);
        assertThat(db.index.drift(1).lag()).isPositive().isLessThan(Duration.ofMinutes(1));

        assertThat(db.index.indexed(1, first)).isEqualTo(2);
        assertThat(db.index.indexed(1, first)).isZero();
        var rest = db.index.pending(1, 10);
        assertThat(rest).hasSize(1);
        assertThat(rest.getFirst().dict())
                .isEqualTo(db.catalogue
                        .show(rest.getFirst().packageId().toString())
                        .orElseThrow()
                        .dict());
        db.index.indexed(1, rest);

        assertThat(db.index.drift(1)).isEqualTo(new PackageIndex.Drift(0, 0, Duration.ZERO));
        assertThat(stored).hasSize(3);
    }

    @Test
    void aChangeBetweenReadingAndReportingStaysPending() {
        db.putOne(titled("a", "A one"));
        var read = db.index.pending(1, 10);
        db.putOne(titled("a", "A one, changed"));

        db.index.indexed(1, read);

        var again = db.index.pending(1, 10);
        assertThat(again).hasSize(1);
        assertThat(again.getFirst().revision()).isGreaterThan(read.getFirst().revision());
        assertThat(again.getFirst().dict()).contains("changed");
    }

    @Test
    void aWithdrawnPackageIsTold() {
        var stored = db.putOne(titled("a", "A one"));
        db.index.indexed(1, db.index.pending(1, 10));

        db.inTransaction(() -> db.catalogue.withdraw(List.of(stored.id()), "gone"));

        assertThat(db.index.pending(1, 10))
                .extracting(PackageIndex.Entry::state)
                .containsExactly("deleted");
    }

    @Test
    void aPackageThatIsGoneForGoodIsTold() {
        db.putOne(titled("a", "A one"));
        db.jdbc.sql("delete from package").update();

        var pending = db.index.pending(1, 10);

        assertThat(pending).extracting(PackageIndex.Entry::state).containsExactly("purged");
        assertThat(pending.getFirst().dict()).isNull();
    }

    @Test
    void whatTheIndexRefusedWaitsForItsNextChange() {
        db.putOne(titled("a", "A one"));
        var entry = db.index.pending(1, 10).getFirst();

        db.index.refused(1, List.of(new PackageIndex.Refusal(entry.packageId(), entry.revision(), "too long")));

        assertThat(db.index.pending(1, 10)).isEmpty();
        assertThat(db.index.drift(1).refused()).isEqualTo(1);
        db.putOne(titled("a", "A one, mended"));
        assertThat(db.index.pending(1, 10)).hasSize(1);
        assertThat(db.index.drift(1).refused()).isZero();
    }

    @Test
    void everyGenerationThatIsKeptIsTold() {
        db.jdbc
                .sql("insert into index_generation (generation, state) values (2, 'building'), (3, 'retired')")
                .update();

        db.putOne(titled("a", "A one"));

        assertThat(db.index.serving()).isEqualTo(1);
        assertThat(db.index.pending(2, 10)).hasSize(1);
        assertThat(db.index.pending(3, 10)).isEmpty();
    }
}
