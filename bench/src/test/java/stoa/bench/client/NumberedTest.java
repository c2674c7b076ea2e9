package stoa.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberedTest {
    @Test
    void aMessageHasTheSizeAskedForAndItsNumberIsFound() {
        byte[] bytes = Numbered.message("juliet@example.org", "chat", "r1", 17, 300).bytes(4_711);
        assertThat(bytes).hasSize(300);
        long found = Numbered.find(bytes, 0, bytes.length);
        assertThat(Numbered.sender(found)).isEqualTo(17);
        assertThat(Numbered.number(found)).isEqualTo(4_711);
        String text = Bytes.text(bytes, 0, bytes.length);
        assertThat(Bytes.attribute(text, "id")).isEqualTo("r1-17-000004711");
        assertThat(text).contains("<origin-id xmlns='urn:xmpp:sid:0' id='r1-17-000004711'/>");
    }

    @Test
    void aNumberIsWrittenOverTheLastOne() {
        Numbered presence = Numbered.presence(3);
        byte[] first = presence.bytes(123_456_789);
        assertThat(Bytes.text(first, 0, first.length)).contains("~3.123456789~");
        byte[] second = presence.bytes(5);
        assertThat(Bytes.text(second, 0, second.length)).contains("~3.000000005~");
    }

    @Test
    void nothingIsFoundWhereNothingIs() {
        byte[] bytes = Bytes.of("<message><subject/></message>");
        assertThat(Numbered.find(bytes, 0, bytes.length)).isEqualTo(-1);
    }
}
