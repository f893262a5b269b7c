package org.garner.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final URI SERVER = URI.create("http://localhost:8080");

    @TempDir
    private Path path;

    @Test
    void hasOneOwnerWhoCanBeAskedFor() {
        assertThat(DataFolder.owner(path)).isEmpty();
        try (var folder = DataFolder.claim(path)) {
            folder.announce(SERVER);
            assertThat(DataFolder.owner(path)).hasValueSatisfying(owner -> {
                assertThat(owner.pid()).isEqualTo(ProcessHandle.current().pid());
                assertThat(owner.url()).isEqualTo(SERVER);
            });
            assertThatThrownBy(() -> DataFolder.claim(path))
                    .isInstanceOf(DataFolder.OccupiedException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("serving " + SERVER);
        }
        assertThat(DataFolder.owner(path)).isEmpty();
        DataFolder.claim(path).close();
    }

    @Test
    void isRefusedWhileAnotherProcessHasItAndTakenWhenThatWasKilled() throws Exception {
        var holder = ChildJvm.start(FolderOwner.class, path.toString());
        var pid = Long.parseLong(holder.lineStartingWith("pid "));
        assertThatThrownBy(() -> DataFolder.claim(path))
                .isInstanceOfSatisfying(
                        DataFolder.OccupiedException.class,
                        e -> assertThat(e.owner().pid()).isEqualTo(pid));
        holder.kill();
        try (var taken = DataFolder.claim(path)) {
            assertThat(taken.path()).isEqualTo(path);
            assertThat(DataFolder.owner(path))
                    .hasValueSatisfying(owner -> assertThat(owner.pid()).isNotEqualTo(pid));
        }
    }

    @Test
    void liesWhereAnotherAccountCanWalkInWhenWeAreRoot() {
        assertThat(DataFolder.standard())
                .isEqualTo(
                        ServerAccount.isRoot()
                                ? Path.of("/var/lib/garner")
                                : Path.of(System.getProperty("user.home"), ".garner"));
    }
}
