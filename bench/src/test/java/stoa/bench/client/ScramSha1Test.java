package stoa.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScramSha1Test {
    @Test
    void theExchangeOfRfc5802IsAnsweredAsPrintedThere() {
        assertThat(ScramSha1.first("user", "fyko+d2lbbFgONRv9qkxdawL"))
                .isEqualTo("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        ScramSha1.Answer answer =
                new ScramSha1()
                        .answer(
                                "user",
                                "fyko+d2lbbFgONRv9qkxdawL",
                                "pencil",
                                "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
        assertThat(answer.message())
                .isEqualTo(
                        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
        assertThat(answer.serverSignature()).isEqualTo("rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    }
}
