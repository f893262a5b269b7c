package org.garner.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
    @Test
    void aTokenIsMadeOnceAndOnlyItsOwnerCanReadIt(@TempDir Path folder) throws Exception {
        var first = AdminToken.of(folder);
        var second = AdminToken.of(folder);
        assertThat(first.isNew()).isTrue();
        assertThat(first.value()).matches("[A-Za-z0-9_-]{43}");
        assertThat(second).isEqualTo(new AdminToken(first.value(), false));
        assertThat(AdminToken.held(folder)).isEqualTo(first.value());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("admin.token"))))
                .isEqualTo("rw-------");
        assertThat(first.toString()).doesNotContain(first.value());
    }

    @Test
    void aFolderWithoutATokenSaysSo(@TempDir Path folder) {
        assertThatThrownBy(() -> AdminToken.held(folder)).hasMessageContaining("admin.token");
    }

    @Test
    void anOccupiedPortNamesItsHolderAndAWayOut() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Port.require("127.0.0.1", taken.getLocalPort()))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void aFreePortIsAccepted() {
        Port.require("127.0.0.1", 0);
    }
}
