package stoa.features.disco;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.core.hook.Identity;

class CapabilitiesTest {
    /** XEP-0115 section 5.2, the simple generation example. */
    @Test
    void the_standards_own_example() {
        assertThat(
                        Capabilities.hash(
                                List.of(new Identity("client", "pc", "Exodus 0.9.1")),
                                List.of(
                                        "http://jabber.org/protocol/disco#info",
                                        "http://jabber.org/protocol/disco#items",
                                        "http://jabber.org/protocol/muc",
                                        "http://jabber.org/protocol/caps")))
                .isEqualTo("QgayPKawpkPSDYmwT/WM94uAlu0=");
    }
}
