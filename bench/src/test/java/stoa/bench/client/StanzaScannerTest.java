package stoa.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StanzaScannerTest {
    private static final String STREAM =
            "<?xml version='1.0'?><stream:stream xmlns='jabber:client' id=\"a>b\">"
                    + "<stream:features><bind xmlns='urn:x'/></stream:features>\n"
                    + "<message to='romeo@example.org/a>/>'><body>1 &lt; 2, \"ja\" naïve</body><x a='/'/></message>"
                    + "<r xmlns='urn:xmpp:sm:3'/> <iq id=\"'\"><q><q/><q></q></q></iq></stream:stream>";

    @Test
    void everyFragmentationGivesTheSameChildren() {
        List<String> whole = scan(STREAM, STREAM.length() * 2);
        assertThat(whole)
                .containsExactly(
                        "opened <stream:stream xmlns='jabber:client' id=\"a>b\">",
                        "<stream:features><bind xmlns='urn:x'/></stream:features>",
                        "<message to='romeo@example.org/a>/>'><body>1 &lt; 2, \"ja\" naïve</body><x a='/'/></message>",
                        "<r xmlns='urn:xmpp:sm:3'/>",
                        "<iq id=\"'\"><q><q/><q></q></q></iq>",
                        "closed");
        for (int size = 1; size < 60; size++) {
            assertThat(scan(STREAM, size)).as("fragments of %d", size).isEqualTo(whole);
        }
    }

    @Test
    void aResetInsideAChildStartsANewStreamWithTheRestOfTheBytes() {
        Recorder recorder = new Recorder("<success/>");
        byte[] bytes = Bytes.of("<s><success/><?xml version='1.0'?><s><features/>");
        recorder.scanner.feed(bytes, 0, bytes.length);
        assertThat(recorder.heard)
                .containsExactly("opened <s>", "<success/>", "opened <s>", "<features/>");
    }

    @Test
    void whatServersNeverSendIsAnError() {
        assertThatThrownBy(() -> scan("<s><!-- hello -->", 100))
                .isInstanceOf(IllegalStateException.class);
    }

    private static List<String> scan(String text, int size) {
        Recorder recorder = new Recorder("");
        byte[] bytes = Bytes.of(text);
        for (int at = 0; at < bytes.length; at += size) {
            int end = Math.min(at + size, bytes.length);
            // fed from a buffer that is overwritten afterwards, as the loop's is
            byte[] scratch = new byte[bytes.length];
            System.arraycopy(bytes, at, scratch, at, end - at);
            recorder.scanner.feed(scratch, at, end);
            Arrays.fill(scratch, (byte) '?');
        }
        return recorder.heard;
    }

    private static final class Recorder implements StanzaScanner.Sink {
        private final List<String> heard = new ArrayList<>();
        private final StanzaScanner scanner = new StanzaScanner(this);
        private final String resetAfter;

        Recorder(String resetAfter) {
            this.resetAfter = resetAfter;
        }

        @Override
        public void opened(byte[] bytes, int start, int end) {
            heard.add("opened " + new String(bytes, start, end - start, StandardCharsets.UTF_8));
        }

        @Override
        public void child(byte[] bytes, int start, int end) {
            String text = Bytes.text(bytes, start, end);
            heard.add(text);
            if (text.equals(resetAfter)) {
                scanner.reset();
            }
        }

        @Override
        public void closed() {
            heard.add("closed");
        }
    }
}
