package stoa.net.s2s;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.LoggedErrors;
import stoa.net.TestCertificates;
import stoa.net.XmppClient;
import stoa.net.tls.CertificateFiles;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/** What the log says when a stream between servers breaks, by our fault or another's. */
class BrokenStreamTest {
    private static final String HERE = "verona.example";
    private static final String THERE = "mantua.example";

    @TempDir Path folder;
    private final House.Dns dns = new House.Dns();
    private final LoggedErrors errors = new LoggedErrors(PeerStream.class);

    @AfterEach
    void stop() {
        errors.close();
    }

    @Test
    void a_defect_of_ours_is_an_error_that_quotes_nobody() throws Exception {
        CertificateFiles ofHere =
                TestCertificates.write(Files.createDirectory(folder.resolve("h")), HERE);
        try (House verona = new House.Plan(HERE, dns).showing(ofHere).open(folder);
                House mantua = new House.Plan(THERE, dns).trusting(ofHere).open(folder)) {
            verona.breaks = true;
            mantua.send(
                    new Message(
                            Jid.parse("romeo@mantua.example/cell"),
                            Jid.parse("juliet@verona.example"),
                            Message.Type.CHAT,
                            null,
                            null,
                            List.of(Element.text("body", Message.CLIENT, "nobody's business"))));

            assertThat(errors.next())
                    .startsWith("s2s_stream_failed")
                    .contains("java.lang.IllegalStateException", "House")
                    .doesNotContain("business");
        }
    }

    @Test
    void one_that_comes_with_time_ends_the_stream_too() throws Exception {
        try (House verona = new House.Plan(HERE, dns).open(folder)) {
            XmppClient peer = XmppClient.connect(verona.port);
            House.until(() -> verona.metrics.incomingNow.sum() == 1);
            verona.clockBreaks = true;
            assertThat(errors.next())
                    .startsWith("s2s_stream_failed")
                    .contains("java.lang.IllegalStateException", "House");
            assertThat(peer.next()).isEqualTo(XmppClient.GONE);
            verona.clockBreaks = false;
        }
        errors.areNoMore();
    }

    @Test
    void what_another_server_does_wrong_is_none() {
        try (House verona = new House.Plan(HERE, dns).open(folder)) {
            XmppClient peer = XmppClient.connect(verona.directPort);
            peer.sendBytes("this is not TLS, and long enough".getBytes(UTF_8));
            assertThat(peer.next()).isEqualTo(XmppClient.GONE);
        }
        errors.areNoMore();
    }
}
