package org.garner.catalog.format.iso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.garner.catalog.format.iso.IsoXmlText.anchor;
import static org.garner.catalog.format.iso.IsoXmlText.online;
import static org.garner.catalog.format.iso.IsoXmlText.record;
import static org.garner.catalog.format.iso.IsoXmlText.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.garner.catalog.format.DatasetReaders;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.SharedFixtures;
import org.garner.catalog.format.UnreadableRecordException;
import org.junit.jupiter.api.Test;

/** Whatever comes, a record is read or refused with a reason; nothing else leaves the reader. */
class HostileRecordsTest {
    private static final byte[] SPITE = "<>&\"'/\0=:;#x0 ]!-é\u0001".getBytes(StandardCharsets.UTF_8);

    private final DatasetReaders readers = DatasetReaders.standard();
    private int read;
    private int refused;

    @Test
    void everyRecordOfThePeersIsReadOrRefusedWithAReason() {
        var fixtures = SharedFixtures.orSkip();
        for (var folder :
                new String[] {"iso19139/peers", "csw/peers", "fgdc", "wms", "inventory", "other/peers", "waf"}) {
            for (var file : fixtures.files(folder, ".xml")) {
                readOrRefuse(fixtures.bytes(fixtures.name(file)), fixtures.name(file));
            }
        }
        assertThat(read).as("records that are read").isGreaterThanOrEqualTo(30);
        assertThat(refused).as("documents of other kinds").isGreaterThan(30);
    }

    @Test
    void aDamagedRecordIsReadOrRefusedWithAReason() {
        var sound = record().box("1", "2", "3", "4")
                .time("<gml:TimeInstant><gml:timePosition>2001</gml:timePosition></gml:TimeInstant>")
                .saying("<gmd:abstract>" + anchor("http://a.test/", "Málaga &amp; more") + "</gmd:abstract>")
                .saying("<gmd:resourceConstraints><gmd:MD_Constraints><gmd:useLimitation>"
                        + text("http://a.test/ terms")
                        + "</gmd:useLimitation></gmd:MD_Constraints></gmd:resourceConstraints>")
                .distributed(online("http://a.test/a.zip", "WWW:DOWNLOAD-1.0-http--download", "download"))
                .bytes();
        var random = new Random(20240501);
        for (int i = 0; i < 6_000; i++) {
            readOrRefuse(damaged(sound, random), "damage " + i);
        }
        assertThat(read).isGreaterThan(50);
        assertThat(refused).isGreaterThan(2_000);
    }

    private void readOrRefuse(byte[] document, String name) {
        try {
            var reading = readers.read(document, ReadingOptions.PLAIN);
            assertThat(reading.dataset().title()).as(name).isNotBlank();
            read++;
        } catch (UnreadableRecordException e) {
            assertThat(e.getMessage()).as(name).isNotBlank();
            if (e.fault() == UnreadableRecordException.Fault.FORMAT) {
                assertThat(e.line()).as(name).isPositive();
            }
            refused++;
        }
    }

    /** Bytes replaced, a piece left out, or the end cut off. */
    private static byte[] damaged(byte[] sound, Random random) {
        var document = sound.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(document.length);
            switch (random.nextInt(4)) {
                case 0 -> document[at] = (byte) random.nextInt(256);
                case 1 -> document[at] = SPITE[random.nextInt(SPITE.length)];
                case 2 -> document = Arrays.copyOf(document, at + 1);
                default -> document = without(document, at, Math.min(document.length, at + random.nextInt(40)));
            }
        }
        return document;
    }

    private static byte[] without(byte[] document, int from, int to) {
        if (to - from == document.length) {
            return document;
        }
        var shorter = Arrays.copyOf(document, document.length - (to - from));
        System.arraycopy(document, to, shorter, from, document.length - to);
        return shorter;
    }
}
