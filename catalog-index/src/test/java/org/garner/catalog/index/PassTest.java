package org.garner.catalog.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PassTest {
    private final List<UUID> all =
            IntStream.range(0, 100).mapToObj(i -> new UUID(i, i)).toList();
    private final Set<UUID> gone = new HashSet<>();

    @Test
    void pagesFollowEachOtherWithoutGapAndRepetition() {
        var pass = pass(10);
        for (var start = 10; start < 100; start += 10) {
            assertThat(pass.awaits(start)).isTrue();
            assertThat(page(pass, start, 10)).isEqualTo(all.subList(start, start + 10));
        }
        assertThat(page(pass, 100, 10)).isEmpty();
        assertThat(page(pass, 2_000_000_000, 1_000)).isEmpty();
    }

    @Test
    void aPageIsFilledFromBehindWhenSomeWereWithdrawn() {
        var pass = pass(10);
        gone.addAll(all.subList(10, 35));

        assertThat(page(pass, 10, 10)).isEqualTo(all.subList(35, 45));
        assertThat(page(pass, 20, 10)).isEqualTo(all.subList(45, 55));
    }

    @Test
    void aPageThatIsAskedForAgainIsTheSame() {
        var pass = pass(10);
        gone.addAll(all.subList(12, 15));
        var first = page(pass, 10, 10);
        page(pass, 20, 10);

        assertThat(page(pass, 10, 10)).isEqualTo(first);
        gone.add(all.get(10));
        assertThat(page(pass, 10, 10)).isEqualTo(first.subList(1, 10));
        assertThat(page(pass, 20, 10)).isEqualTo(all.subList(23, 33));
    }

    @Test
    void pagesMayComeInAnyOrder() {
        var pass = pass(10);

        assertThat(page(pass, 50, 10)).isEqualTo(all.subList(50, 60));
        assertThat(page(pass, 20, 10)).isEqualTo(all.subList(20, 30));
    }

    @Test
    void whatTheFirstPageShowedIsShownNowhereElse() {
        // Of the first page's packages one was changed before the list was made, and so stands elsewhere in it.
        var pass = new Pass(List.of(all.get(60), all.get(0)), 2, 100);
        pass.list(each -> all.forEach(each));

        assertThat(page(pass, 2, 100)).hasSize(98).doesNotContain(all.get(60), all.get(0));
    }

    private Pass pass(int rows) {
        var pass = new Pass(all.subList(0, rows), rows, all.size());
        pass.list(each -> all.forEach(each));
        return pass;
    }

    private List<UUID> page(Pass pass, int start, int rows) {
        return pass.page(start, rows, this::live);
    }

    private Map<UUID, UUID> live(List<UUID> ids) {
        var live = new HashMap<UUID, UUID>();
        ids.stream().filter(id -> !gone.contains(id)).forEach(id -> live.put(id, id));
        return live;
    }
}
