package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.store.Bytes;
import stoa.store.archive.ArchiveRow;
import stoa.xmpp.jid.FullJid;

class ArchivedLineTest {
    private static final FullJid ROMEO = FullJid.of("garden@rooms.example.org/Romeo");

    @ParameterizedTest
    @ValueSource(strings = {"<message", "<presence xmlns='jabber:client'/>", "<a xmlns='b'/>", ""})
    void what_cannot_be_read_is_no_line(String stored) {
        assertThat(ArchivedLine.read(new ArchiveRow(1, ROMEO, ROMEO.bare(), Bytes.utf8(stored))))
                .isNull();
    }
}
