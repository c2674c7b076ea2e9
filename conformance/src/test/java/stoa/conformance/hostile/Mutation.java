package stoa.conformance.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Makes bad input out of good: bytes changed, taken out, doubled, put in, cut off. */
final class Mutation {
    private static final List<String> TROUBLE =
            List.of(
                    "<",
                    ">",
                    "&",
                    "'",
                    "\"",
                    "</",
                    "/>",
                    "]]>",
                    "<![CDATA[",
                    "<!--",
                    "-->",
                    "<?x?>",
                    "<!DOCTYPE a>",
                    "&#0;",
                    "&#xD800;",
                    "&lt",
                    "xmlns=''",
                    " xmlns:a='urn:a'",
                    "a:b",
                    " xmlns:xml='urn:x'",
                    "\u0000",
                    "\uFFFF",
                    "\u202E",
                    "😀",
                    "=",
                    "@",
                    "/",
                    "<a>",
                    "</a>",
                    "</stream:stream>",
                    " type='error'",
                    " from='tybalt@example.org'",
                    " to=''",
                    " id=''",
                    "99999999999999999999",
                    "-1");

    private final Random random;

    Mutation(Random random) {
        this.random = random;
    }

    /** One to four changes to that text. */
    byte[] of(String good) {
        byte[] bytes = good.getBytes(UTF_8);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            bytes = change(bytes);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - at, random.nextInt(12));
        return switch (random.nextInt(6)) {
            case 0 ->
                    spliced(
                            bytes,
                            at,
                            0,
                            TROUBLE.get(random.nextInt(TROUBLE.size())).getBytes(UTF_8));
            case 1 -> spliced(bytes, at, length, new byte[0]);
            case 2 -> spliced(bytes, at, 0, java.util.Arrays.copyOfRange(bytes, at, at + length));
            case 3 ->
                    spliced(
                            bytes,
                            at,
                            Math.min(1, bytes.length - at),
                            new byte[] {(byte) random.nextInt(256)});
            case 4 ->
                    spliced(
                            bytes,
                            at,
                            length,
                            TROUBLE.get(random.nextInt(TROUBLE.size())).getBytes(UTF_8));
            default ->
                    random.nextInt(4) == 0
                            ? java.util.Arrays.copyOf(bytes, at)
                            : spliced(
                                    bytes, at, 0, "x".repeat(random.nextInt(3000)).getBytes(UTF_8));
        };
    }

    private static byte[] spliced(byte[] bytes, int at, int out, byte[] in) {
        var result = new ByteArrayOutputStream();
        result.write(bytes, 0, at);
        result.writeBytes(in);
        result.write(bytes, at + out, bytes.length - at - out);
        return result.toByteArray();
    }
}
