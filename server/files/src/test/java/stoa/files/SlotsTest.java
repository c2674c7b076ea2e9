package stoa.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stoa.store.file.FilePurpose;
import stoa.xmpp.jid.BareJid;

class SlotsTest {
    /** A lesson of others, docs/developing/security-lessons.md. */
    @Test
    void an_address_cannot_be_guessed() {
        Slots slots = new Slots(UploadLimits.of(1, 1), new SecureRandom(), InstantSource.system());
        SlotRequest wish = new SlotRequest("the same name", 1, null, FilePurpose.MESSAGE);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            BareJid owner = BareJid.of("owner" + i % 10, "example.org");
            String id = Objects.requireNonNull(slots.open(owner, wish)).id();
            assertThat(Base64.getUrlDecoder().decode(id)).hasSizeGreaterThanOrEqualTo(16);
            assertThat(ids.add(id)).isTrue();
        }
    }
}
